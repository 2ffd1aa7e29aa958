package dev.assay.provenance;

import dev.assay.elf.Machine;
import dev.assay.elf.ObjectBuilder;
import dev.assay.elf.Symbol;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * An x86-64 object of a few sections, written down as a compiler's output would be listed:
 *
 * <pre>
 * ToyObject.of("getpwuid.o").function("getpwuid", code("get", 200)).call(20, "getpwuid_r")
 * </pre>
 *
 * <p>A reference, a label and a group belong to the section that was begun last. References name symbols; {@link #build}
 * makes the file, {@link ToyLinker} the image.
 */
final class ToyObject {
    static final int R_X86_64_64 = 1;
    static final int R_X86_64_PC32 = 2;
    static final int R_X86_64_PLT32 = 4;
    static final int R_X86_64_REX_GOTPCRELX = 42;

    private static final int ALLOC = 2;
    private static final int WRITE = 1;
    private static final int STT_OBJECT = 1;

    /** What a section is to a linker. */
    enum Kind {
        CODE,
        READ_ONLY,
        WRITABLE,
        ZEROED
    }

    /** A relocation. */
    record Reference(int offset, int type, String symbol, long addend) {}

    /** A symbol of the object; {@code section} counts from 0. */
    record Definition(String symbol, int binding, int type, int section, int value) {}

    /** A section; {@code group} is empty or the signature of its COMDAT group. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Section(String name, Kind kind, byte[] content, String group, List<Reference> references) {}

    private final String name;
    private final List<Section> sections = new ArrayList<>();
    private final List<Definition> definitions = new ArrayList<>();
    private final List<String> strings = new ArrayList<>();

    private ToyObject(String name) {
        this.name = name;
    }

    static ToyObject of(String name) {
        return new ToyObject(name);
    }

    /** {@return bytes that stand for the code of something: the same for the same label} */
    static byte[] code(String label, int size) {
        byte[] code = new byte[size];
        new Random(label.hashCode()).nextBytes(code);
        return code;
    }

    /** A section of code. */
    ToyObject text(String section, byte[] code) {
        return section(section, Kind.CODE, code);
    }

    /** A global function in a section of its own, as -ffunction-sections makes it. */
    ToyObject function(String symbol, byte[] code) {
        return text(".text." + symbol, code).global(symbol, 0);
    }

    /** A section of any kind. */
    ToyObject section(String section, Kind kind, byte[] content) {
        sections.add(new Section(section, kind, content.clone(), "", new ArrayList<>()));
        return this;
    }

    /** A function's global symbol. */
    ToyObject global(String symbol, int value) {
        return label(symbol, Symbol.STB_GLOBAL, value);
    }

    /** A function's weak symbol. */
    ToyObject weak(String symbol, int value) {
        return label(symbol, Symbol.STB_WEAK, value);
    }

    /** A function's local symbol. */
    ToyObject local(String symbol, int value) {
        return label(symbol, Symbol.STB_LOCAL, value);
    }

    private ToyObject label(String symbol, int binding, int value) {
        int type = last().kind == Kind.CODE ? Symbol.STT_FUNC : STT_OBJECT;
        definitions.add(new Definition(symbol, binding, type, sections.size() - 1, value));
        return this;
    }

    /** Puts the section into a COMDAT group. */
    ToyObject group(String signature) {
        Section old = sections.remove(sections.size() - 1);
        sections.add(new Section(old.name, old.kind, old.content, signature, old.references));
        return this;
    }

    /** Other bytes at an offset of the section. */
    ToyObject code(int offset, byte[] code) {
        System.arraycopy(code, 0, last().content, offset, code.length);
        return this;
    }

    /** {@code call symbol}, its field at an offset. */
    ToyObject call(int offset, String symbol) {
        last().content[offset - 1] = (byte) 0xe8;
        return reference(offset, R_X86_64_PLT32, symbol, -4);
    }

    /** {@code lea symbol(%rip), %rax}. */
    ToyObject lea(int offset, String symbol) {
        System.arraycopy(new byte[] {0x48, (byte) 0x8d, 0x05}, 0, last().content, offset - 3, 3);
        return reference(offset, R_X86_64_PC32, symbol, -4);
    }

    /** {@code mov symbol@GOTPCREL(%rip), %rax}, which a linker may relax to lea. */
    ToyObject load(int offset, String symbol) {
        System.arraycopy(new byte[] {0x48, (byte) 0x8b, 0x05}, 0, last().content, offset - 3, 3);
        return reference(offset, R_X86_64_REX_GOTPCRELX, symbol, -4);
    }

    /** {@code lea} of a string literal, which the linker merges with others. */
    ToyObject string(int offset, String literal) {
        if (!strings.contains(literal)) {
            strings.add(literal);
        }
        System.arraycopy(new byte[] {0x48, (byte) 0x8d, 0x05}, 0, last().content, offset - 3, 3);
        return reference(offset, R_X86_64_PC32, label(literal), -4);
    }

    /** An address in data. */
    ToyObject pointer(int offset, String symbol) {
        return reference(offset, R_X86_64_64, symbol, 0);
    }

    private ToyObject reference(int offset, int type, String symbol, long addend) {
        Arrays.fill(last().content, offset, offset + (type == R_X86_64_64 ? 8 : 4), (byte) 0);
        last().references.add(new Reference(offset, type, symbol, addend));
        return this;
    }

    /** The label of a string literal. */
    static String label(String literal) {
        return ".LC:" + literal;
    }

    private Section last() {
        return sections.get(sections.size() - 1);
    }

    String name() {
        return name;
    }

    List<Section> sections() {
        return sections;
    }

    List<Definition> definitions() {
        return definitions;
    }

    List<String> strings() {
        return strings;
    }

    /** {@return the names that the object refers to and does not define} */
    List<String> undefined() {
        List<String> defined =
                definitions.stream().map(Definition::symbol).distinct().toList();
        return sections.stream()
                .flatMap(section -> section.references.stream())
                .map(Reference::symbol)
                .filter(symbol -> !defined.contains(symbol) && !symbol.startsWith(".LC:"))
                .distinct()
                .toList();
    }

    /** {@return the object file} */
    byte[] build() {
        ObjectBuilder object = ObjectBuilder.of(Machine.X86_64);
        List<Definition> symbols = symbols();
        List<String> names = symbols.stream().map(Definition::symbol).toList();
        for (Section section : sections) {
            begin(object, section);
            for (Reference reference : section.references) {
                object.relocation(
                        reference.offset, reference.type, names.indexOf(reference.symbol) + 1, reference.addend);
            }
        }
        if (!strings.isEmpty()) {
            object.strings(".rodata.str1.1", literals());
        }
        symbols.forEach(s -> object.symbol(s.symbol, s.binding, s.type, s.section + 1, s.value));
        for (int i = 0; i < sections.size(); i++) {
            if (!sections.get(i).group.isEmpty()) {
                object.group(names.indexOf(sections.get(i).group) + 1, i + 1);
            }
        }
        return object.build();
    }

    private static void begin(ObjectBuilder object, Section section) {
        switch (section.kind) {
            case CODE -> object.code(section.name, section.content);
            case READ_ONLY -> object.section(section.name, ALLOC, 8, section.content);
            case WRITABLE -> object.section(section.name, ALLOC | WRITE, 8, section.content);
            case ZEROED -> object.zeroed(section.name, ALLOC | WRITE, 8, section.content.length);
        }
    }

    private List<Definition> symbols() {
        List<Definition> symbols = new ArrayList<>();
        int at = 0;
        for (String literal : strings) {
            symbols.add(new Definition(label(literal), Symbol.STB_LOCAL, 0, sections.size(), at));
            at += literal.length() + 1;
        }
        definitions.stream().filter(d -> d.binding == Symbol.STB_LOCAL).forEach(symbols::add);
        definitions.stream().filter(d -> d.binding != Symbol.STB_LOCAL).forEach(symbols::add);
        undefined().forEach(name -> symbols.add(new Definition(name, Symbol.STB_GLOBAL, 0, -1, 0)));
        return symbols;
    }

    private byte[] literals() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        strings.forEach(literal -> out.writeBytes((literal + "\0").getBytes(StandardCharsets.US_ASCII)));
        return out.toByteArray();
    }

    /** Writes a relocated field over bytes of an image. */
    static void relocate(byte[] image, int at, Reference reference, long place, long target) {
        ByteBuffer out = ByteBuffer.wrap(image).order(ByteOrder.LITTLE_ENDIAN);
        if (reference.type == R_X86_64_64) {
            out.putLong(at, target + reference.addend);
        } else {
            out.putInt(at, (int) (target + reference.addend - place));
        }
    }
}
