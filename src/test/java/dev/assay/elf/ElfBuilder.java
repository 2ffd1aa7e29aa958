package dev.assay.elf;

import dev.assay.MalformedFileException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Writes small ELF images whose calls read like a header dump:
 *
 * <pre>
 * byte[] file = ElfBuilder.of(Machine.X86_64)
 *         .type(ElfHeader.ET_DYN)
 *         .load(PF_R | PF_X, 0x1000, code)
 *         .interpreter("/lib64/ld-linux-x86-64.so.2")
 *         .dynamicTag(DynamicTable.DT_FLAGS_1, DynamicTable.DF_1_PIE)
 *         .dynamicString(DynamicTable.DT_NEEDED, "libc.so.6")
 *         .section(".text", 1, 0x1000, code)
 *         .build();
 * </pre>
 *
 * <p>Contents lie in the file in the order of the calls, each PT_LOAD at an offset that is its address modulo the page
 * size. Program headers stand in that order too, PT_DYNAMIC and its PT_LOAD after them. A dynamic table brings its
 * string table, symbol table and hash table. What is to be wrong is written over the result by {@link #patch}.
 */
public final class ElfBuilder {
    /** Where the PT_LOAD of the dynamic table, its strings and symbols is mapped. */
    public static final long DYNAMIC_ADDRESS = 0x600000;

    private static final int PAGE = 4096;
    private static final int PF_RW = Segment.PF_R | Segment.PF_W;

    private final Machine machine;
    private final List<Load> loads = new ArrayList<>();
    private final List<Section> sections = new ArrayList<>();
    private final List<byte[]> sectionContents = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();
    private final List<Symbol> dynamicSymbols = new ArrayList<>();
    private final List<long[]> dynamic = new ArrayList<>();
    private final ByteArrayOutputStream dynamicStrings = new ByteArrayOutputStream();
    private int type = ElfHeader.ET_EXEC;
    private int eMachine;
    private int flags;
    private long entry = -1;
    private boolean isDynamic;
    private byte[] tail = new byte[0];

    /** A program header, and the bytes it maps. */
    private record Load(Segment header, ByteArrayOutputStream content) {}

    private ElfBuilder(Machine machine) {
        this.machine = machine;
        this.eMachine = machine.eMachine();
        dynamicStrings.write(0);
    }

    /** {@return an image of a machine's class, byte order and e_machine, of type ET_EXEC} */
    public static ElfBuilder of(Machine machine) {
        return new ElfBuilder(machine);
    }

    /** {@return a static program: one executable PT_LOAD at 0x400000, entered at its start} */
    public static ElfBuilder program(Machine machine) {
        return of(machine).load(Segment.PF_R | Segment.PF_X, 0x400000, code()).stack(PF_RW);
    }

    /** {@return a static-pie program: ET_DYN, DF_1_PIE} */
    public static ElfBuilder staticPie(Machine machine) {
        return program(machine).type(ElfHeader.ET_DYN).dynamicTag(DynamicTable.DT_FLAGS_1, DynamicTable.DF_1_PIE);
    }

    /** {@return bytes that stand for code} */
    public static byte[] code() {
        byte[] code = new byte[64];
        Arrays.fill(code, (byte) 0x90);
        return code;
    }

    public ElfBuilder type(int eType) {
        this.type = eType;
        return this;
    }

    public ElfBuilder eMachine(int value) {
        this.eMachine = value;
        return this;
    }

    public ElfBuilder eFlags(int value) {
        this.flags = value;
        return this;
    }

    /** e_entry; without this call the address of the first executable PT_LOAD, else 0. */
    public ElfBuilder entry(long address) {
        this.entry = address;
        return this;
    }

    /** A PT_LOAD as big in memory as its content. */
    public ElfBuilder load(int pFlags, long address, byte[] content) {
        return load(pFlags, address, content, content.length);
    }

    /** A PT_LOAD of more memory than content. */
    public ElfBuilder load(int pFlags, long address, byte[] content, long memorySize) {
        return segment(Segment.PT_LOAD, pFlags, address, content, memorySize);
    }

    /** p_align of the last program header. */
    public ElfBuilder aligned(long alignment) {
        Load last = loads.remove(loads.size() - 1);
        Segment was = last.header;
        loads.add(new Load(
                new Segment(
                        was.type(),
                        was.flags(),
                        was.offset(),
                        was.address(),
                        was.fileSize(),
                        was.memorySize(),
                        alignment),
                last.content));
        return this;
    }

    /** PT_INTERP with a path and its NUL. */
    public ElfBuilder interpreter(String path) {
        return interpreter((path + "\0").getBytes(StandardCharsets.UTF_8));
    }

    /** PT_INTERP with any bytes. */
    public ElfBuilder interpreter(byte[] content) {
        return segment(Segment.PT_INTERP, Segment.PF_R, 0, content, content.length);
    }

    /** PT_GNU_STACK. */
    public ElfBuilder stack(int pFlags) {
        return segment(Segment.PT_GNU_STACK, pFlags, 0, new byte[0], 0);
    }

    /** A program header with its content. */
    public ElfBuilder segment(int pType, int pFlags, long address, byte[] content, long memorySize) {
        Segment header = new Segment(pType, pFlags, 0, address, content.length, memorySize, PAGE);
        loads.add(new Load(header, stream(content)));
        return this;
    }

    /** An entry of the dynamic table. */
    public ElfBuilder dynamicTag(long tag, long value) {
        isDynamic = true;
        dynamic.add(new long[] {tag, value});
        return this;
    }

    /** An entry of the dynamic table whose value is a string. */
    public ElfBuilder dynamicString(long tag, String value) {
        return dynamicTag(tag, dynamicName(value));
    }

    /** A symbol of the dynamic table: binding 1 global, 2 weak; section 0 is undefined. */
    public ElfBuilder dynamicSymbol(String name, int binding, int sectionIndex) {
        isDynamic = true;
        dynamicSymbols.add(new Symbol(name, 0x400000, 0, Symbol.STT_FUNC, binding, sectionIndex, 0));
        return this;
    }

    /** A section with content of its own. */
    public ElfBuilder section(String name, int shType, long address, byte[] content) {
        sections.add(new Section(name, shType, 2, address, -1, content.length, 0, 0, 0));
        sectionContents.add(content);
        return this;
    }

    /** A section header over bytes that are mapped: name, sh_flags, address and size, all else as it is for code. */
    public ElfBuilder sectionOf(String name, long shFlags, long address, long size) {
        sections.add(new Section(name, 1, shFlags, address, 0, size, 0, 0, 0));
        sectionContents.add(new byte[0]);
        return this;
    }

    /** A section header over bytes that are there already. */
    public ElfBuilder sectionAt(String name, int shType, long address, long offset, long size, int link) {
        sections.add(new Section(name, shType, 2, address, offset, size, link, 0, 0));
        sectionContents.add(new byte[0]);
        return this;
    }

    /** A symbol of .symtab, defined in section 1. */
    public ElfBuilder symbol(String name, long value) {
        symbols.add(new Symbol(name, value, 4, Symbol.STT_FUNC, Symbol.STB_GLOBAL, 1, 0));
        return this;
    }

    /** Bytes behind everything else. */
    public ElfBuilder tail(byte[] bytes) {
        this.tail = bytes.clone();
        return this;
    }

    /** {@return the image, read} */
    public Image image() throws MalformedFileException {
        return ElfReader.read("image", build());
    }

    /** {@return the file} */
    public byte[] build() {
        List<Load> all = new ArrayList<>(loads);
        if (isDynamic) {
            addDynamic(all);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int programHeaders = headerSize();
        out.writeBytes(new byte[programHeaders + all.size() * programHeaderSize()]);
        List<Segment> placed = new ArrayList<>();
        for (Load load : all) {
            placed.add(place(out, load));
        }
        byte[] sectionTable = appendSections(out);
        long sectionOffset = sectionTable.length == 0 ? 0 : out.size();
        out.writeBytes(sectionTable);
        out.writeBytes(tail);
        byte[] file = out.toByteArray();
        writeHeader(file, placed.size(), sectionOffset, sectionTable.length / sectionHeaderSize());
        ByteBuffer buffer = buffer(file).position(programHeaders);
        placed.forEach(segment -> putProgramHeader(buffer, segment));
        return file;
    }

    private void addDynamic(List<Load> all) {
        byte[] symbolTable = new byte[symbolSize() * (dynamicSymbols.size() + 1)];
        ByteBuffer symbolBuffer = buffer(symbolTable).position(symbolSize());
        dynamicSymbols.forEach(symbol -> putSymbol(symbolBuffer, symbol, (int) dynamicName(symbol.name())));
        byte[] hash = hashTable(dynamicSymbols.size() + 1);
        int symbolsAt = roundUp(dynamicStrings.size(), 8);
        int hashAt = symbolsAt + symbolTable.length;
        int tableAt = roundUp(hashAt + hash.length, 16);

        List<long[]> entries = new ArrayList<>();
        entries.add(new long[] {DynamicTable.DT_STRTAB, DYNAMIC_ADDRESS});
        entries.add(new long[] {DynamicTable.DT_SYMTAB, DYNAMIC_ADDRESS + symbolsAt});
        entries.add(new long[] {DynamicTable.DT_STRSZ, dynamicStrings.size()});
        entries.add(new long[] {DynamicTable.DT_HASH, DYNAMIC_ADDRESS + hashAt});
        entries.addAll(dynamic);
        entries.add(new long[] {DynamicTable.DT_NULL, 0});
        byte[] content = Arrays.copyOf(dynamicStrings.toByteArray(), tableAt + entries.size() * 2 * wordSize());
        System.arraycopy(symbolTable, 0, content, symbolsAt, symbolTable.length);
        System.arraycopy(hash, 0, content, hashAt, hash.length);
        ByteBuffer table = buffer(content).position(tableAt);
        for (long[] tagged : entries) {
            putWord(table, tagged[0]);
            putWord(table, tagged[1]);
        }
        int size = content.length - tableAt;
        Segment load = new Segment(1, PF_RW, 0, DYNAMIC_ADDRESS, content.length, content.length, PAGE);
        Segment pointer = new Segment(Segment.PT_DYNAMIC, PF_RW, tableAt, DYNAMIC_ADDRESS + tableAt, size, size, 8);
        all.add(new Load(load, stream(content)));
        all.add(new Load(pointer, stream(new byte[0])));
    }

    /** DT_HASH with one bucket, its chain through all symbols. 64-bit s390 has wide words. */
    private byte[] hashTable(int count) {
        boolean wide = machine == Machine.S390X || machine == Machine.ALPHA;
        byte[] table = new byte[(3 + count) * (wide ? 8 : 4)];
        ByteBuffer hash = buffer(table);
        long[] words = new long[3 + count];
        words[0] = 1;
        words[1] = count;
        words[2] = count - 1L;
        for (int i = 1; i < count; i++) {
            words[3 + i] = i - 1L;
        }
        for (long word : words) {
            if (wide) {
                hash.putLong(word);
            } else {
                hash.putInt((int) word);
            }
        }
        return table;
    }

    private Segment place(ByteArrayOutputStream out, Load load) {
        Segment header = load.header();
        long offset = out.size();
        if (header.type() == Segment.PT_LOAD) {
            while (Math.floorMod(out.size() - header.address(), PAGE) != 0) {
                out.write(0);
            }
            offset = out.size();
        } else if (header.type() == Segment.PT_DYNAMIC) {
            // header.offset() counts from the start of its PT_LOAD, which was written just before.
            offset = out.size() - header.fileSize();
        }
        out.writeBytes(load.content().toByteArray());
        return new Segment(
                header.type(),
                header.flags(),
                offset,
                header.address(),
                header.fileSize(),
                header.memorySize(),
                header.alignment());
    }

    private byte[] appendSections(ByteArrayOutputStream out) {
        if (sections.isEmpty() && symbols.isEmpty()) {
            return new byte[0];
        }
        List<Section> rows = new ArrayList<>();
        rows.add(new Section("", 0, 0, 0, 0, 0, 0, 0, 0));
        for (int i = 0; i < sections.size(); i++) {
            Section section = sections.get(i);
            rows.add(section.offset() == -1 ? appended(out, section, sectionContents.get(i)) : section);
        }
        if (!symbols.isEmpty()) {
            appendSymbols(out, rows);
        }
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        int[] nameAt = new int[rows.size() + 1];
        for (int i = 0; i < rows.size(); i++) {
            nameAt[i] = names.size();
            names.writeBytes((rows.get(i).name() + "\0").getBytes(StandardCharsets.UTF_8));
        }
        nameAt[rows.size()] = names.size();
        names.writeBytes(".shstrtab\0".getBytes(StandardCharsets.UTF_8));
        Section nameTable = new Section(".shstrtab", 3, 0, 0, -1, names.size(), 0, 0, 0);
        rows.add(appended(out, nameTable, names.toByteArray()));
        byte[] headers = new byte[rows.size() * sectionHeaderSize()];
        ByteBuffer table = buffer(headers);
        for (int i = 0; i < rows.size(); i++) {
            putSectionHeader(table, rows.get(i), nameAt[i]);
        }
        return headers;
    }

    private void appendSymbols(ByteArrayOutputStream out, List<Section> rows) {
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        strings.write(0);
        byte[] table = new byte[symbolSize() * (symbols.size() + 1)];
        ByteBuffer buffer = buffer(table).position(symbolSize());
        for (Symbol symbol : symbols) {
            putSymbol(buffer, symbol, strings.size());
            strings.writeBytes((symbol.name() + "\0").getBytes(StandardCharsets.UTF_8));
        }
        rows.add(appended(out, new Section(".strtab", 3, 0, 0, -1, strings.size(), 0, 0, 0), strings.toByteArray()));
        int link = rows.size() - 1;
        rows.add(appended(out, new Section(".symtab", 2, 0, 0, -1, table.length, link, 0, symbolSize()), table));
    }

    private static Section appended(ByteArrayOutputStream out, Section section, byte[] content) {
        long offset = out.size();
        out.writeBytes(content);
        return new Section(
                section.name(),
                section.type(),
                section.flags(),
                section.address(),
                offset,
                content.length,
                section.link(),
                section.info(),
                section.entrySize());
    }

    private void writeHeader(byte[] file, int programCount, long sectionOffset, int sectionCount) {
        ByteBuffer out = buffer(file);
        out.put(new byte[] {0x7f, 'E', 'L', 'F', (byte) (is64() ? 2 : 1)});
        out.put((byte) (machine.byteOrder() == ByteOrder.LITTLE_ENDIAN ? 1 : 2)).put((byte) 1);
        out.position(16);
        out.putShort((short) type).putShort((short) eMachine).putInt(1);
        putWord(out, entry == -1 ? defaultEntry() : entry);
        putWord(out, headerSize());
        putWord(out, sectionOffset);
        out.putInt(flags).putShort((short) headerSize());
        out.putShort((short) programHeaderSize()).putShort((short) programCount);
        out.putShort((short) sectionHeaderSize()).putShort((short) sectionCount);
        out.putShort((short) Math.max(0, sectionCount - 1));
    }

    private long defaultEntry() {
        return loads.stream()
                .map(Load::header)
                .filter(Segment::isCode)
                .mapToLong(Segment::address)
                .findFirst()
                .orElse(0);
    }

    private void putProgramHeader(ByteBuffer out, Segment segment) {
        out.putInt(segment.type());
        if (is64()) {
            out.putInt(segment.flags());
        }
        putWord(out, segment.offset());
        putWord(out, segment.address());
        putWord(out, segment.address());
        putWord(out, segment.fileSize());
        putWord(out, segment.memorySize());
        if (!is64()) {
            out.putInt(segment.flags());
        }
        putWord(out, segment.alignment());
    }

    private void putSectionHeader(ByteBuffer out, Section section, int name) {
        out.putInt(name).putInt(section.type());
        putWord(out, section.flags());
        putWord(out, section.address());
        putWord(out, section.offset());
        putWord(out, section.size());
        out.putInt(section.link()).putInt(section.info());
        putWord(out, 1);
        putWord(out, section.entrySize());
    }

    private void putSymbol(ByteBuffer out, Symbol symbol, int name) {
        byte info = (byte) ((symbol.binding() << 4) | symbol.type());
        out.putInt(name);
        if (is64()) {
            out.put(info).put((byte) 0).putShort((short) symbol.sectionIndex());
            out.putLong(symbol.value()).putLong(symbol.size());
        } else {
            out.putInt((int) symbol.value()).putInt((int) symbol.size());
            out.put(info).put((byte) 0).putShort((short) symbol.sectionIndex());
        }
    }

    /**
     * Writes a number over a file in its byte order.
     *
     * @param size bytes: 1, 2, 4 or 8
     * @return the same array
     */
    public static byte[] patch(byte[] file, int offset, int size, long value) {
        ByteBuffer out = ByteBuffer.wrap(file).order(file[5] == 1 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        switch (size) {
            case 1 -> out.put(offset, (byte) value);
            case 2 -> out.putShort(offset, (short) value);
            case 4 -> out.putInt(offset, (int) value);
            case 8 -> out.putLong(offset, value);
            default -> throw new IllegalArgumentException("size " + size);
        }
        return file;
    }

    private long dynamicName(String value) {
        long at = dynamicStrings.size();
        dynamicStrings.writeBytes((value + "\0").getBytes(StandardCharsets.UTF_8));
        return at;
    }

    private ByteBuffer buffer(byte[] array) {
        return ByteBuffer.wrap(array).order(machine.byteOrder());
    }

    private void putWord(ByteBuffer out, long value) {
        if (is64()) {
            out.putLong(value);
        } else {
            out.putInt((int) value);
        }
    }

    private static ByteArrayOutputStream stream(byte[] content) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream(content.length);
        stream.writeBytes(content);
        return stream;
    }

    private static int roundUp(int value, int unit) {
        return (value + unit - 1) / unit * unit;
    }

    private boolean is64() {
        return machine.elfClass() == ElfClass.ELF64;
    }

    private int wordSize() {
        return is64() ? 8 : 4;
    }

    private int headerSize() {
        return is64() ? 64 : 52;
    }

    private int programHeaderSize() {
        return is64() ? 56 : 32;
    }

    private int sectionHeaderSize() {
        return is64() ? 64 : 40;
    }

    private int symbolSize() {
        return is64() ? 24 : 16;
    }
}
