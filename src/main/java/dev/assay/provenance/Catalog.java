package dev.assay.provenance;

import dev.assay.Origin;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.RelocationTable;
import java.util.Arrays;
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
    private final List<String> strings;
    private final long[] forms;
    private final Blobs shapes;
    private final Blobs members;
    private final Anchors anchors;
    private final long[] names;
    private final long[] uses;
    private final List<Archive> archives;

    Catalog(
            ElfHeader header,
            RelocationTable machine,
            List<String> strings,
            long[] forms,
            Blobs shapes,
            Blobs members,
            Anchors anchors,
            long[] names,
            long[] uses,
            List<Archive> archives) {
        this.header = header;
        this.machine = machine;
        this.strings = List.copyOf(strings);
        this.forms = forms;
        this.shapes = shapes;
        this.members = members;
        this.anchors = anchors;
        this.names = names;
        this.uses = uses;
        this.archives = List.copyOf(archives);
    }

    /** {@return whether it is for the machine of an image} */
    public boolean isFor(ElfHeader image) {
        return image.eMachine() == header.eMachine()
                && image.elfClass() == header.elfClass()
                && image.byteOrder() == header.byteOrder();
    }

    /** {@return the archives that it was made of} */
    public List<ReferenceSummary> references() {
        return archives.stream()
                .map(a -> new ReferenceSummary(a.origin(), a.unusable(), a.unknownRelocations()))
                .toList();
    }

    RelocationTable machine() {
        return machine;
    }

    String string(int id) {
        return strings.get(id);
    }

    Anchors anchors() {
        return anchors;
    }

    List<Archive> archives() {
        return archives;
    }

    int shapeCount() {
        return shapes.count();
    }

    int memberCount() {
        return members.count();
    }

    Shape shape(int id) {
        return Shape.read(shapes.reader(id), forms, machine);
    }

    Member member(int id) {
        return Member.read(id, this, members.reader(id));
    }

    /** {@return members that may define the name, by its hash; a few of them may not} */
    int[] definers(String name) {
        long low = (long) name.hashCode() << 32;
        int from = lowerBound(names, low);
        int to = from;
        while (to < names.length && names[to] >> 32 == low >> 32) {
            to++;
        }
        int[] found = new int[to - from];
        for (int i = from; i < to; i++) {
            found[i - from] = (int) names[i];
        }
        return found;
    }

    /** A section that has a shape, as one number that sorts by shape, member, section. */
    static long use(int shape, int member, int section) {
        return (long) shape << 40 | (long) member << 16 | section;
    }

    /** {@return numbers of {@link #use}, for each section of the shape, ascending} */
    long[] usesOf(int shape) {
        int from = lowerBound(uses, use(shape, 0, 0));
        int to = lowerBound(uses, use(shape + 1, 0, 0));
        return Arrays.copyOfRange(uses, from, to);
    }

    static int memberOf(long use) {
        return (int) (use >>> 16) & 0xffffff;
    }

    static int sectionOf(long use) {
        return (int) use & 0xffff;
    }

    private static int lowerBound(long[] column, long key) {
        int low = 0;
        int high = column.length;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (column[middle] < key) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
