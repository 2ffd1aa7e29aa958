package dev.assay.elf;

import dev.assay.MalformedFileException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads relocatable objects (ET_REL) in bulk: thousands of archive members in a run. jelf resolves each symbol's name by
 * a search over all sections and has one cursor for a file, so this reads the bytes themselves (java-stack, "jelf").
 */
public final class ObjectReader {
    private static final int SHT_SYMTAB = 2;
    private static final int SHT_RELA = 4;
    private static final int SHT_REL = 9;
    private static final int SHT_GROUP = 17;
    private static final int SHT_SYMTAB_SHNDX = 18;
    private static final int GRP_COMDAT = 1;
    private static final int SHN_XINDEX = 0xffff;

    private final Bytes bytes;
    private final ElfClass elfClass;
    private final ElfHeader header;
    private final RelocationTable machine;

    private int[] nameOffset;
    private int[] type;
    private long[] flags;
    private long[] offset;
    private long[] size;
    private int[] link;
    private int[] info;
    private long[] alignment;
    private long[] entrySize;

    private ObjectReader(Bytes bytes, ElfHeader header, RelocationTable machine) {
        this.bytes = bytes;
        this.elfClass = header.elfClass();
        this.header = header;
        this.machine = machine;
    }

    /**
     * Reads the header alone.
     *
     * @param path for messages
     * @param content an ELF file
     * @return its header
     * @throws MalformedFileException when it is no ELF file or too short
     */
    public static ElfHeader header(String path, byte[] content) throws MalformedFileException {
        if (content.length < 52 || content[0] != 0x7f || content[1] != 'E' || content[2] != 'L' || content[3] != 'F') {
            throw new MalformedFileException(path, 0, "expected an ELF object");
        }
        ElfClass elfClass = content[4] == 2 ? ElfClass.ELF64 : ElfClass.ELF32;
        ByteOrder order = content[5] == 2 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        Bytes bytes = new Bytes(path, content, order);
        int wide = elfClass == ElfClass.ELF64 ? 8 : 4;
        return new ElfHeader(elfClass, order, bytes.u16(16), bytes.u16(18), bytes.word(elfClass, 24), (int)
                bytes.u32(24 + 3L * wide));
    }

    /**
     * Tells LLVM's bit code, which Clang writes in place of an object when it optimises at link time. GCC wraps its byte code in
     * an object: {@link ObjectFile#byteCode}.
     *
     * @param content a member of an archive
     * @return whether it begins as bit code does: "BC" and 0xC0DE (LLVM, BitCodeFormat, "Magic Numbers")
     */
    public static boolean isBitCode(byte[] content) {
        return content.length >= 4
                && content[0] == 'B'
                && content[1] == 'C'
                && content[2] == (byte) 0xc0
                && content[3] == (byte) 0xde;
    }

    /**
     * Reads an object.
     *
     * @param path for messages: {@code libz.a(crc32.o)}
     * @param content the object
     * @param machine the relocation types of its machine
     * @return the object
     * @throws MalformedFileException when a table or a string lies outside of the object, or its type is not ET_REL
     */
    public static ObjectFile read(String path, byte[] content, RelocationTable machine) throws MalformedFileException {
        ElfHeader header = header(path, content);
        if (header.type() != ElfHeader.ET_REL) {
            throw new MalformedFileException(
                    path, 16, "expected a relocatable object (e_type 1), it is " + header.type());
        }
        return new ObjectReader(new Bytes(path, content, header.byteOrder()), header, machine).read();
    }

    private ObjectFile read() throws MalformedFileException {
        readSectionHeaders();
        long names = sectionNames();
        List<Symbol> symbols = readSymbols();
        String[] groups = readGroups(symbols);
        Relocations[] relocations = readRelocations(symbols.size());
        List<InputSection> sections = new ArrayList<>(type.length);
        boolean lto = false;
        boolean code = false;
        for (int i = 0; i < type.length; i++) {
            String name = names == 0 ? "" : string(names + nameOffset[i], offset[strings] + size[strings]);
            InputSection section = section(i, name, groups[i], relocations[i]);
            sections.add(section);
            lto |= name.startsWith(".gnu.lto_") || name.startsWith(".gnu.debuglto_");
            code |= section.isExecutable() && section.size() > 0;
        }
        ObjectFile object = new ObjectFile(bytes, header, sections, symbols, lto && !code);
        machine.settle(object);
        return object;
    }

    private InputSection section(int i, String name, String group, Relocations relocations)
            throws MalformedFileException {
        boolean inFile = type[i] != InputSection.SHT_NOBITS && type[i] != 0;
        if (inFile && !bytes.contains(offset[i], size[i])) {
            throw new MalformedFileException(
                    bytes.path(), offset[i], "section " + i + " of " + size[i] + " bytes passes the end of the object");
        }
        if (alignment[i] < 0 || alignment[i] > 1 << 24 || size[i] < 0 || size[i] > Integer.MAX_VALUE) {
            throw new MalformedFileException(
                    bytes.path(), offset[i], "section " + i + " has an impossible size or alignment");
        }
        return new InputSection(
                i,
                name,
                type[i],
                flags[i],
                inFile ? (int) offset[i] : 0,
                (int) size[i],
                (int) Math.max(1, alignment[i]),
                (int) Math.min(Integer.MAX_VALUE, Math.max(0, entrySize[i])),
                group,
                relocations);
    }

    private int strings;

    private void readSectionHeaders() throws MalformedFileException {
        boolean wide = elfClass == ElfClass.ELF64;
        long table = bytes.word(elfClass, wide ? 40 : 32);
        int each = bytes.u16(wide ? 58 : 46);
        long count = bytes.u16(wide ? 60 : 48);
        strings = bytes.u16(wide ? 62 : 50);
        int record = wide ? 64 : 40;
        if (table != 0 && each != record) {
            throw new MalformedFileException(bytes.path(), wide ? 58 : 46, "expected e_shentsize " + record);
        }
        if (table != 0 && count == 0) {
            count = bytes.word(elfClass, table + (wide ? 32 : 20)); // gABI: sh_size of section 0
        }
        if (strings == SHN_XINDEX) {
            strings = (int) bytes.u32(table + (wide ? 40 : 24)); // gABI: sh_link of section 0
        }
        if (table == 0 || count == 0) {
            allocate(0);
            return;
        }
        if (Long.compareUnsigned(count, bytes.size() / record) > 0 || !bytes.contains(table, count * record)) {
            throw new MalformedFileException(bytes.path(), table, "section table passes the end of the object");
        }
        allocate((int) count);
        for (int i = 0; i < count; i++) {
            long at = table + (long) i * record;
            nameOffset[i] = (int) bytes.u32(at);
            type[i] = (int) bytes.u32(at + 4);
            flags[i] = bytes.word(elfClass, at + 8);
            offset[i] = bytes.word(elfClass, at + (wide ? 24 : 16));
            size[i] = bytes.word(elfClass, at + (wide ? 32 : 20));
            link[i] = (int) bytes.u32(at + (wide ? 40 : 24));
            info[i] = (int) bytes.u32(at + (wide ? 44 : 28));
            alignment[i] = bytes.word(elfClass, at + (wide ? 48 : 32));
            entrySize[i] = bytes.word(elfClass, at + (wide ? 56 : 36));
        }
    }

    private void allocate(int count) {
        nameOffset = new int[count];
        type = new int[count];
        flags = new long[count];
        offset = new long[count];
        size = new long[count];
        link = new int[count];
        info = new int[count];
        alignment = new long[count];
        entrySize = new long[count];
    }

    private long sectionNames() throws MalformedFileException {
        if (type.length == 0) {
            return 0;
        }
        checkSection(strings, "e_shstrndx");
        return offset[strings];
    }

    private void checkSection(int index, String what) throws MalformedFileException {
        if (index < 0 || index >= type.length || !bytes.contains(offset[index], size[index])) {
            throw new MalformedFileException(
                    bytes.path(), 0, what + " names section " + index + ", which is not there");
        }
    }

    /** Object files repeat few names; their strings are Latin letters, so the cheap decoding is the right one. */
    private String string(long at, long end) throws MalformedFileException {
        byte[] array = bytes.array();
        if (at < 0 || at > end || end > array.length) {
            throw new MalformedFileException(bytes.path(), at, "string outside of its table");
        }
        int from = (int) at;
        int to = from;
        while (to < end && array[to] != 0) {
            to++;
        }
        return new String(array, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private List<Symbol> readSymbols() throws MalformedFileException {
        int table = find(SHT_SYMTAB);
        if (table < 0) {
            return List.of();
        }
        boolean wide = elfClass == ElfClass.ELF64;
        int record = wide ? 24 : 16;
        checkSection(table, "the symbol table");
        checkSection(link[table], "sh_link of the symbol table");
        int extended = find(SHT_SYMTAB_SHNDX);
        long names = offset[link[table]];
        long namesEnd = names + size[link[table]];
        int count = (int) (size[table] / record);
        List<Symbol> symbols = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            long at = offset[table] + (long) i * record;
            int symbolInfo = bytes.u8(at + (wide ? 4 : 12));
            int section = bytes.u16(at + (wide ? 6 : 14));
            if (section == SHN_XINDEX && extended >= 0) {
                section = (int) bytes.u32(offset[extended] + 4L * i);
            }
            symbols.add(new Symbol(
                    string(names + bytes.u32(at), namesEnd),
                    bytes.word(elfClass, at + (wide ? 8 : 4)),
                    bytes.word(elfClass, at + (wide ? 16 : 8)),
                    symbolInfo & 15,
                    symbolInfo >> 4,
                    section,
                    bytes.u8(at + (wide ? 5 : 13))));
        }
        return symbols;
    }

    private int find(int wanted) {
        for (int i = 0; i < type.length; i++) {
            if (type[i] == wanted) {
                return i;
            }
        }
        return -1;
    }

    private String[] readGroups(List<Symbol> symbols) throws MalformedFileException {
        String[] groups = new String[type.length];
        Arrays.fill(groups, "");
        for (int i = 0; i < type.length; i++) {
            if (type[i] != SHT_GROUP || size[i] < 4) {
                continue;
            }
            checkSection(i, "a group");
            if ((bytes.u32(offset[i]) & GRP_COMDAT) == 0 || info[i] < 0 || info[i] >= symbols.size()) {
                continue;
            }
            String signature = symbols.get(info[i]).name();
            for (long at = 4; at + 4 <= size[i]; at += 4) {
                int member = (int) bytes.u32(offset[i] + at);
                if (member > 0 && member < groups.length) {
                    groups[member] = signature;
                }
            }
        }
        return groups;
    }

    private Relocations[] readRelocations(int symbolCount) throws MalformedFileException {
        Relocations[] all = new Relocations[type.length];
        Arrays.fill(all, Relocations.NONE);
        for (int i = 0; i < type.length; i++) {
            int target = info[i];
            if ((type[i] != SHT_RELA && type[i] != SHT_REL) || target <= 0 || target >= type.length) {
                continue;
            }
            if ((flags[target] & 2) == 0) {
                continue; // of debugging data nothing reaches the image
            }
            checkSection(i, "a relocation table");
            checkSection(target, "sh_info of a relocation table");
            all[target] = relocations(i, target, symbolCount);
        }
        return all;
    }

    private Relocations relocations(int table, int target, int symbolCount) throws MalformedFileException {
        boolean wide = elfClass == ElfClass.ELF64;
        boolean explicit = type[table] == SHT_RELA;
        int word = wide ? 8 : 4;
        int record = explicit ? 3 * word : 2 * word;
        int count = (int) (size[table] / record);
        Relocations relocations = new Relocations(count);
        for (int i = 0; i < count; i++) {
            long at = offset[table] + (long) i * record;
            long where = bytes.word(elfClass, at);
            long rInfo = bytes.word(elfClass, at + word);
            int rType = machine.type(rInfo);
            int symbol = machine.symbol(rInfo);
            if (Long.compareUnsigned(where, size[target]) > 0 || symbol < 0 || symbol >= Math.max(1, symbolCount)) {
                throw new MalformedFileException(
                        bytes.path(), at, "relocation outside of its section or with a symbol that is not there");
            }
            long addend = explicit
                    ? (wide ? bytes.u64(at + 16) : (int) bytes.u32(at + 8))
                    : machine.implicitAddend(bytes.array(), (int) (offset[target] + where), rType);
            relocations.add((int) where, rType, symbol, addend);
        }
        return relocations;
    }
}
