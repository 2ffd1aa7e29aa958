package dev.assay.provenance;

import dev.assay.Origin;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.RelocationTable;
import java.util.List;

/**
 * Fingerprints of archives, for one machine: what an image is compared with. Holds no code of the archives. Immutable.
 */
public final class Catalog {
    /**
     * An archive at a version.
     *
     * @param origin where it comes from
     * @param members numbers of its members, in its order; versions that have a member in common have its number in common
     * @param unusable members that cannot be matched, each with why
     * @param unknownRelocations relocations that the machine's table does not know
     */
    @SuppressWarnings("ArrayRecordComponent") // a column, never compared and never shared outside of the room
    record Archive(Origin origin, int[] members, List<String> unusable, int unknownRelocations) {
        Archive {
            unusable = List.copyOf(unusable);
        }
    }

    private final ElfHeader header;
    private final RelocationTable machine;
    private final Tables tables;
    private final List<Archive> archives;

    /** Names that were asked for before. Two threads may read one at the same time: strings are equal then, and final. */
    private final String[] strings;

    Catalog(ElfHeader header, RelocationTable machine, Tables tables, List<Archive> archives) {
        this.header = header;
        this.machine = machine;
        this.tables = tables;
        this.archives = List.copyOf(archives);
        this.strings = new String[tables.strings.count()];
    }

    /**
     * What a catalog holds, in the form that {@link CatalogFile} writes: records of numbers, read when they are asked for.
     *
     * @param strings names of symbols, sections and members, in the order in which they were first met
     * @param forms relocation types (high half) and forms (low half)
     * @param hashes strong hashes of functions
     * @param contents hashes of merged strings and constants
     * @param shapes the three parts of what {@link Shape#read} reads
     * @param members the three parts of what {@link Member#read} reads
     */
    @SuppressWarnings("ArrayRecordComponent") // columns, never compared and never shared outside of the room
    record Tables(
            Blobs strings,
            long[] forms,
            long[] hashes,
            int[] contents,
            List<Blobs> shapes,
            List<Blobs> members,
            Anchors anchors,
            NameIndex names,
            ShapeUses uses) {}

    /** {@return whether it is for the machine of an image} */
    public boolean isFor(ElfHeader image) {
        return image.isForSameMachine(header);
    }

    /** {@return the archives that it was made of} */
    public List<ReferenceSummary> references() {
        return archives.stream()
                .map(a -> new ReferenceSummary(a.origin(), a.unusable(), a.unknownRelocations()))
                .toList();
    }

    /** {@return how many members an archive has that can be matched, by its place in {@link #references}} */
    public int memberCount(int reference) {
        return archives.get(reference).members().length;
    }

    /** {@return e_machine, class, byte order and e_flags of the objects that it was made of} */
    public ElfHeader header() {
        return header;
    }

    RelocationTable machine() {
        return machine;
    }

    Tables tables() {
        return tables;
    }

    String string(int id) {
        String known = strings[id];
        if (known == null) {
            known = tables.strings.text(id);
            strings[id] = known;
        }
        return known;
    }

    /** {@return hash of a merged string or constant} */
    int content(int id) {
        return tables.contents[id];
    }

    Anchors anchors() {
        return tables.anchors;
    }

    List<Archive> archives() {
        return archives;
    }

    int shapeCount() {
        return tables.shapes.get(0).count();
    }

    int memberCount() {
        return tables.members.get(0).count();
    }

    Shape shape(int id) {
        List<Blobs> parts = tables.shapes;
        return Shape.read(
                parts.get(0).reader(id),
                parts.get(1).reader(id),
                parts.get(2).reader(id),
                tables.forms,
                tables.hashes,
                machine);
    }

    Member member(int id) {
        List<Blobs> parts = tables.members;
        return Member.read(
                id,
                this,
                parts.get(0).reader(id),
                parts.get(1).reader(id),
                parts.get(2).reader(id));
    }

    /** {@return the name of a member, without reading the rest of it} */
    String memberName(int id) {
        return Member.readName(this, tables.members.get(0).reader(id));
    }

    /** {@return members that may define the name, by its hash; a few of them may not} */
    int[] definers(String name) {
        return tables.names.definers(name);
    }

    /** {@return {@code member << 16 | section} of each section that has the shape, ascending} */
    long[] usesOf(int shape) {
        return tables.uses.of(shape);
    }
}
