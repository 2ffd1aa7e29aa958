package dev.assay.elf;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes relocatable objects of 64-bit little-endian machines with RELA relocations, as {@code readelf -S}, {@code -s} and
 * {@code -r} would list them. Sections are numbered from 1 in the order of their calls, symbols from 1 too, local ones first.
 */
@SuppressWarnings("ByteBufferBackingArray") // every buffer is allocated here
public final class ObjectBuilder {
    private static final int SHT_PROGBITS = 1;
    private static final int SHT_SYMTAB = 2;
    private static final int SHT_STRTAB = 3;
    private static final int SHT_RELA = 4;
    private static final int SHT_NOBITS = 8;
    private static final int SHT_GROUP = 17;
    private static final int SHF_ALLOC = 2;
    private static final int SHF_EXECINSTR = 4;
    private static final int SHF_MERGE_STRINGS = 0x30;
    private static final int GRP_COMDAT = 1;
    private static final int HEADER = 64;

    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    private record InputSection(
            String name, int type, int flags, int alignment, byte[] content, ByteArrayOutputStream relocations) {}

    /** A COMDAT group: the symbol that is its signature, and its sections. */
    private record Group(int signature, List<Integer> sections) {}

    private final Machine machine;
    private final List<InputSection> sections = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();

    private ObjectBuilder(Machine machine) {
        this.machine = machine;
    }

    /** {@return an empty object} */
    public static ObjectBuilder of(Machine machine) {
        return new ObjectBuilder(machine);
    }

    /** A section of code, aligned to 16. */
    public ObjectBuilder code(String name, byte[] content) {
        return section(name, SHF_ALLOC | SHF_EXECINSTR, 16, content);
    }

    /** A section with bytes. */
    public ObjectBuilder section(String name, int flags, int alignment, byte[] content) {
        return section(name, SHT_PROGBITS, flags, alignment, content);
    }

    /** A section that is zeroed at the start of the program. */
    public ObjectBuilder zeroed(String name, int flags, int alignment, int size) {
        return section(name, SHT_NOBITS, flags, alignment, new byte[size]);
    }

    /** A section of strings that the linker merges. */
    public ObjectBuilder strings(String name, byte[] content) {
        return section(name, SHT_PROGBITS, SHF_ALLOC | SHF_MERGE_STRINGS, 1, content);
    }

    private ObjectBuilder section(String name, int type, int flags, int alignment, byte[] content) {
        sections.add(new InputSection(name, type, flags, alignment, content.clone(), new ByteArrayOutputStream()));
        return this;
    }

    /** A COMDAT group of sections, whose signature is a symbol. */
    public ObjectBuilder group(int signature, Integer... its) {
        groups.add(new Group(signature, List.of(its)));
        return this;
    }

    /** A relocation of the section that was added last. */
    public ObjectBuilder relocation(long offset, int type, int symbol, long addend) {
        ByteBuffer row = little(24);
        row.putLong(offset).putInt(type).putInt(symbol).putLong(addend);
        sections.get(sections.size() - 1).relocations().writeBytes(row.array());
        return this;
    }

    /** A symbol; section 0 is undefined. */
    public ObjectBuilder symbol(String name, int binding, int type, int section, long value) {
        symbols.add(new Symbol(name, value, 0, type, binding, section, 0));
        return this;
    }

    /** {@return the object} */
    public byte[] build() {
        int count = 1 + 2 * sections.size() + groups.size() + 3;
        int symbolTable = count - 3;
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        names.write(0);
        ByteBuffer headers = little(64 * count);
        headers.position(64);
        for (InputSection section : sections) {
            header(headers, names, content, section.name, section.type, section.flags, section.content);
            entry(headers, 0, 0, section.alignment, (section.flags & SHF_MERGE_STRINGS) == 0 ? 0 : 1);
        }
        for (int i = 0; i < sections.size(); i++) {
            byte[] relocations = sections.get(i).relocations.toByteArray();
            header(headers, names, content, ".rela" + sections.get(i).name, SHT_RELA, 0, relocations);
            entry(headers, symbolTable, i + 1, 8, 24);
        }
        for (Group group : groups) {
            ByteBuffer rows = little(4 + 4 * group.sections.size()).putInt(GRP_COMDAT);
            group.sections.forEach(rows::putInt);
            header(headers, names, content, ".group", SHT_GROUP, 0, rows.array());
            entry(headers, symbolTable, group.signature, 4, 4);
        }
        ByteArrayOutputStream strings = new ByteArrayOutputStream();
        byte[] table = symbolTable(strings);
        int locals = 1
                + (int) symbols.stream()
                        .filter(symbol -> symbol.binding() == Symbol.STB_LOCAL)
                        .count();
        header(headers, names, content, ".symtab", SHT_SYMTAB, 0, table);
        entry(headers, count - 2, locals, 8, 24);
        header(headers, names, content, ".strtab", SHT_STRTAB, 0, strings.toByteArray());
        entry(headers, 0, 0, 1, 0);
        int nameOffset = name(names, ".shstrtab");
        headers.putInt(nameOffset).putInt(SHT_STRTAB).putLong(0).putLong(0).putLong(HEADER + content.size());
        headers.putLong(names.size());
        entry(headers, 0, 0, 1, 0);
        content.writeBytes(names.toByteArray());
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes(fileHeader(count, HEADER + content.size()));
        file.writeBytes(content.toByteArray());
        file.writeBytes(headers.array());
        return file.toByteArray();
    }

    private byte[] symbolTable(ByteArrayOutputStream strings) {
        strings.write(0);
        ByteBuffer table = little(24 * (symbols.size() + 1));
        table.position(24);
        for (Symbol symbol : symbols) {
            table.putInt(name(strings, symbol.name()))
                    .put((byte) (symbol.binding() << 4 | symbol.type()))
                    .put((byte) 0)
                    .putShort((short) symbol.sectionIndex())
                    .putLong(symbol.value())
                    .putLong(0);
        }
        return table.array();
    }

    private byte[] fileHeader(int sectionCount, int sectionHeaders) {
        ByteBuffer header = little(HEADER);
        header.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0})
                .putShort((short) ElfHeader.ET_REL)
                .putShort((short) machine.eMachine())
                .putInt(1)
                .putLong(0)
                .putLong(0)
                .putLong(sectionHeaders)
                .putInt(0)
                .putShort((short) HEADER)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort((short) 64)
                .putShort((short) sectionCount)
                .putShort((short) (sectionCount - 1));
        return header.array();
    }

    private static void header(
            ByteBuffer headers,
            ByteArrayOutputStream names,
            ByteArrayOutputStream content,
            String name,
            int type,
            int flags,
            byte[] bytes) {
        while (content.size() % 16 != 0) {
            content.write(0);
        }
        headers.putInt(name(names, name)).putInt(type).putLong(flags).putLong(0);
        headers.putLong(HEADER + content.size()).putLong(bytes.length);
        content.writeBytes(bytes);
    }

    private static void entry(ByteBuffer headers, int link, int info, int alignment, int entrySize) {
        headers.putInt(link).putInt(info).putLong(alignment).putLong(entrySize);
    }

    private static int name(ByteArrayOutputStream names, String name) {
        int at = names.size();
        names.writeBytes(name.getBytes(StandardCharsets.UTF_8));
        names.write(0);
        return at;
    }

    private static ByteBuffer little(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
