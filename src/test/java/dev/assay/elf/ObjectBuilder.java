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
    private static final int SHF_ALLOC = 2;
    private static final int SHF_EXECINSTR = 4;
    private static final int HEADER = 64;

    @SuppressWarnings("ArrayRecordComponent") // written once, never compared
    private record InputSection(
            String name, int flags, int alignment, byte[] content, ByteArrayOutputStream relocations) {}

    private final Machine machine;
    private final List<InputSection> sections = new ArrayList<>();
    private final List<Symbol> symbols = new ArrayList<>();

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
        sections.add(new InputSection(name, flags, alignment, content.clone(), new ByteArrayOutputStream()));
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
        int count = 1 + 2 * sections.size() + 3;
        int symbolTable = count - 3;
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        ByteArrayOutputStream names = new ByteArrayOutputStream();
        names.write(0);
        ByteBuffer headers = little(64 * count);
        headers.position(64);
        for (InputSection section : sections) {
            header(headers, names, content, section.name, SHT_PROGBITS, section.flags, section.content);
            entry(headers, 0, 0, section.alignment, 0);
        }
        for (int i = 0; i < sections.size(); i++) {
            byte[] relocations = sections.get(i).relocations.toByteArray();
            header(headers, names, content, ".rela" + sections.get(i).name, SHT_RELA, 0, relocations);
            entry(headers, symbolTable, i + 1, 8, 24);
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
