package dev.assay.provenance;

import dev.assay.MalformedFileException;
import dev.assay.Origin;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.ObjectFile;
import dev.assay.elf.ObjectReader;
import dev.assay.elf.RelocationTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes a catalog of archives. What several members, archives or versions have in common is kept once: strings, shapes, whole
 * members. Not for use by several threads.
 */
public final class CatalogBuilder {
    private final ElfHeader header;
    private final RelocationTable machine;
    private final UnitHash hash = new UnitHash();

    private final Map<String, Integer> strings = new HashMap<>();
    private final List<String> stringList = new ArrayList<>();
    private final Map<Long, Integer> forms = new HashMap<>();
    private final Map<Long, Integer> unitHashes = new HashMap<>();
    private final Map<Integer, Integer> contents = new HashMap<>();
    private final SharedRecords shapes = new SharedRecords(3);
    private final AnchorChooser anchors = new AnchorChooser();
    private final SharedRecords members = new SharedRecords(3);
    private final List<Catalog.Archive> archives = new ArrayList<>();
    private final List<List<String>> definitions = new ArrayList<>();

    private final List<int[]> sectionShapes = new ArrayList<>();

    private List<String> defined = new ArrayList<>();
    private int[] usedShapes = {};

    private CatalogBuilder(ElfHeader header, RelocationTable machine) {
        this.header = header;
        this.machine = machine;
        // Number 0 is what is not there: no name, no function, no content.
        string("");
        unitHash(0);
        content(0);
    }

    /**
     * A builder for one machine.
     *
     * @param header of an image or object of that machine
     * @return the builder
     * @throws UnsupportedMachineException when the machine has no relocation table
     */
    public static CatalogBuilder of(ElfHeader header) throws UnsupportedMachineException {
        return new CatalogBuilder(
                header,
                RelocationTable.of(header).orElseThrow(() -> new UnsupportedMachineException(header.eMachine())));
    }

    /**
     * Begins an archive. Several may be open at a time: versions of one archive whose members come in turn (each version's
     * {@code malloc.o}, then each version's {@code free.o}) make a smaller catalog, since like lies beside like.
     *
     * @param origin where it comes from
     * @return takes its members
     */
    public ArchiveWriter begin(Origin origin) {
        return new ArchiveWriter(origin);
    }

    /** Takes the members of one archive, in its order. */
    public final class ArchiveWriter {
        private final Origin origin;
        private final List<Integer> its = new ArrayList<>();
        private final List<String> unusable = new ArrayList<>();
        private int unknownRelocations;
        private int foreign;

        private ArchiveWriter(Origin origin) {
            this.origin = origin;
        }

        /**
         * Adds a member. What cannot be matched is kept by name: members of another machine, those that are no objects, and
         * those that hold only byte code.
         *
         * @param name the member's name
         * @param content the member
         */
        public void add(String name, byte[] content) {
            try {
                ElfHeader header = ObjectReader.header(name, content);
                if (!header.isForSameMachine(CatalogBuilder.this.header)) {
                    foreign++;
                    unusable.add(name + ": for another machine");
                    return;
                }
                ObjectFile object = ObjectReader.read(name, content, machine);
                if (object.byteCode()) {
                    unusable.add(name + ": LTO byte code only");
                    return;
                }
                defined = new ArrayList<>();
                MemberWriter writer = new MemberWriter(CatalogBuilder.this, machine, object);
                if (!writer.isWithinBounds()) {
                    unusable.add(name + ": more than " + ShapeUses.SECTIONS + " sections");
                    return;
                }
                its.add(member(writer.write(name)));
                unknownRelocations += writer.unknownRelocations();
            } catch (MalformedFileException e) {
                unusable.add(name + ": " + (ObjectReader.isBitCode(content) ? "LTO byte code only" : e.expected()));
            }
        }

        /** {@return whether all objects so far are for another machine than the catalog} */
        public boolean isForAnotherMachine() {
            return foreign > 0 && its.isEmpty();
        }

        /** Ends the archive: it is in the catalog, behind those that were ended before. */
        public void end() {
            archives.add(new Catalog.Archive(
                    origin, its.stream().mapToInt(Integer::intValue).toArray(), unusable, unknownRelocations));
        }
    }

    private int member(byte[][] written) {
        int before = members.count();
        int number = members.number(written);
        if (number == before) {
            definitions.add(defined);
            sectionShapes.add(usedShapes);
        }
        return number;
    }

    /** {@return whether no archive has been ended yet} */
    public boolean isEmpty() {
        return archives.isEmpty();
    }

    /** {@return the catalog of all archives so far} */
    public Catalog build() {
        List<byte[]> names = stringList.stream()
                .map(name -> name.getBytes(StandardCharsets.UTF_8))
                .toList();
        return new Catalog(
                header,
                machine,
                new Catalog.Tables(
                        Blobs.of(names),
                        column(forms),
                        column(unitHashes),
                        contentColumn(),
                        shapes.parts(),
                        members.parts(),
                        anchors.choose(shapes.count()),
                        NameIndex.of(definitions),
                        ShapeUses.of(sectionShapes, shapes.count())),
                archives);
    }

    private static long[] column(Map<Long, Integer> numbers) {
        long[] column = new long[numbers.size()];
        numbers.forEach((value, number) -> column[number] = value);
        return column;
    }

    private int[] contentColumn() {
        int[] column = new int[contents.size()];
        contents.forEach((value, number) -> column[number] = value);
        return column;
    }

    UnitHash hash() {
        return hash;
    }

    int string(String value) {
        return strings.computeIfAbsent(value, key -> {
            stringList.add(key);
            return stringList.size() - 1;
        });
    }

    int form(int type, int form) {
        return forms.computeIfAbsent((long) type << 32 | form & 0xffffffffL, key -> forms.size());
    }

    /** {@return number of the hash of a function} */
    int unitHash(long value) {
        return unitHashes.computeIfAbsent(value, key -> unitHashes.size());
    }

    /** {@return number of the hash of a merged string or constant} */
    int content(int value) {
        return contents.computeIfAbsent(value, key -> contents.size());
    }

    void uses(int[] shapesOfSections) {
        usedShapes = shapesOfSections;
    }

    void defines(String name) {
        defined.add(name);
    }

    /** {@return number of the shape of a section of code} */
    int code(byte[][] written, AnchorChooser.Code code) {
        int before = shapes.count();
        int number = shapes.number(written);
        if (number == before) {
            anchors.add(number, code);
        }
        return number;
    }

    /** {@return number of the shape of another section} */
    int data(byte[][] written) {
        return shapes.number(written);
    }
}
