package dev.assay.provenance;

import dev.assay.MalformedFileException;
import dev.assay.Origin;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.ObjectFile;
import dev.assay.elf.ObjectReader;
import dev.assay.elf.RelocationTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
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
    private final Map<ByteBuffer, Integer> shapes = new HashMap<>();
    private final List<byte[]> shapeList = new ArrayList<>();
    private final AnchorChooser anchors = new AnchorChooser();
    private final Map<ByteBuffer, Integer> members = new HashMap<>();
    private final List<byte[]> memberList = new ArrayList<>();
    private final List<Catalog.Archive> archives = new ArrayList<>();
    private final List<List<String>> definitions = new ArrayList<>();

    private final List<int[]> sectionShapes = new ArrayList<>();

    private List<String> defined = new ArrayList<>();
    private int[] usedShapes = {};
    private Origin origin;
    private final List<Integer> archiveMembers = new ArrayList<>();
    private final List<String> unusable = new ArrayList<>();
    private int unknownRelocations;

    private CatalogBuilder(ElfHeader header, RelocationTable machine) {
        this.header = header;
        this.machine = machine;
        string("");
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

    /** Begins an archive; its members follow, then {@link #end}. */
    public void begin(Origin newOrigin) {
        origin = newOrigin;
        archiveMembers.clear();
        unusable.clear();
        unknownRelocations = 0;
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
            ElfHeader its = ObjectReader.header(name, content);
            if (its.eMachine() != header.eMachine() || its.elfClass() != header.elfClass()) {
                unusable.add(name + ": for another machine");
                return;
            }
            ObjectFile object = ObjectReader.read(name, content, machine);
            if (object.byteCode()) {
                unusable.add(name + ": LTO byte code only");
                return;
            }
            defined = new ArrayList<>();
            MemberWriter writer = new MemberWriter(this, machine, object);
            archiveMembers.add(member(writer.write(name)));
            unknownRelocations += writer.unknownRelocations();
        } catch (MalformedFileException e) {
            unusable.add(name + ": " + (isByteCode(content) ? "LTO byte code only" : e.expected()));
        }
    }

    /** LLVM's bit code begins with "BC" and 0xC0DE. */
    private static boolean isByteCode(byte[] content) {
        return content.length > 3 && content[0] == 'B' && content[1] == 'C' && (content[2] & 0xff) == 0xc0;
    }

    private int member(byte[] written) {
        return members.computeIfAbsent(ByteBuffer.wrap(written), key -> {
            memberList.add(written);
            definitions.add(defined);
            sectionShapes.add(usedShapes);
            return memberList.size() - 1;
        });
    }

    /** Ends the archive. */
    public void end() {
        archives.add(new Catalog.Archive(
                origin, archiveMembers.stream().mapToInt(Integer::intValue).toArray(), unusable, unknownRelocations));
    }

    /** {@return the catalog of all archives so far} */
    public Catalog build() {
        return new Catalog(
                header,
                machine,
                stringList,
                formColumn(),
                Blobs.of(shapeList),
                Blobs.of(memberList),
                anchors.choose(),
                names(),
                uses(),
                archives);
    }

    private long[] formColumn() {
        long[] column = new long[forms.size()];
        forms.forEach((form, index) -> column[index] = form);
        return column;
    }

    /** Which members define a name: pairs of the name's hash (high half) and the member (low half), ascending. */
    private long[] names() {
        long[] pairs = new long[definitions.stream().mapToInt(List::size).sum()];
        int count = 0;
        for (int member = 0; member < definitions.size(); member++) {
            for (String name : definitions.get(member)) {
                pairs[count++] = (long) name.hashCode() << 32 | member;
            }
        }
        Arrays.sort(pairs);
        return pairs;
    }

    /** Which sections have a shape: {@link Catalog#use} numbers, ascending. */
    private long[] uses() {
        long[] column = new long[sectionShapes.stream().mapToInt(s -> s.length).sum()];
        int count = 0;
        for (int member = 0; member < sectionShapes.size(); member++) {
            int[] shapesOf = sectionShapes.get(member);
            for (int section = 0; section < shapesOf.length; section++) {
                column[count++] = Catalog.use(shapesOf[section], member, section);
            }
        }
        Arrays.sort(column);
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

    void uses(int[] shapesOfSections) {
        usedShapes = shapesOfSections;
    }

    void defines(String name) {
        defined.add(name);
    }

    int shape(byte[] written, boolean code, byte[] bytes, int base, int size, int[] units, Holes holes) {
        return shapes.computeIfAbsent(ByteBuffer.wrap(written), key -> {
            int id = shapeList.size();
            shapeList.add(written);
            if (code) {
                anchors.add(id, bytes, base, size, units, holes);
            }
            return id;
        });
    }
}
