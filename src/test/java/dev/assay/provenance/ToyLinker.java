package dev.assay.provenance;

import dev.assay.MalformedFileException;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Image;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import dev.assay.elf.Symbol;
import dev.assay.provenance.ToyObject.Definition;
import dev.assay.provenance.ToyObject.Kind;
import dev.assay.provenance.ToyObject.Reference;
import dev.assay.provenance.ToyObject.Section;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Lays objects out in a static image as a linker does, in the order in which they are put, and remembers where: strong
 * definitions before weak ones, one copy of each COMDAT group, equal strings once, addresses by way of a GOT or relaxed.
 */
final class ToyLinker {
    /** A section where it was laid. The program's own objects are of the archive "". */
    record Laid(String archive, String member, String section, long address, int size, Kind kind, boolean grouped) {
        @Override
        public String toString() {
            return ToyLinker.line(archive, member, section, address);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Piece(String archive, ToyObject object, int section, long address) {}

    private static final Map<Kind, Long> BASE = new EnumMap<>(
            Map.of(Kind.CODE, 0x401000L, Kind.READ_ONLY, 0x800000L, Kind.WRITABLE, 0x900000L, Kind.ZEROED, 0xa00000L));
    private static final long GOT = 0xb00000;
    private static final long STRINGS = 0xc00000;

    private final List<Piece> pieces = new ArrayList<>();
    private final Map<Kind, ByteArrayOutputStream> content = new EnumMap<>(Kind.class);
    private final Set<String> groups = new HashSet<>();
    private final Map<String, Long> strings = new LinkedHashMap<>();
    private final ByteArrayOutputStream literals = new ByteArrayOutputStream();
    private final Map<String, String> folded = new HashMap<>();
    private final Map<String, Long> slots = new LinkedHashMap<>();
    private final Map<String, Long> global = new HashMap<>();
    private final Map<String, Long> weak = new HashMap<>();
    private final Map<ToyObject, Map<String, Long>> local = new HashMap<>();
    private boolean relaxing;
    private int alignment = 16;

    ToyLinker() {
        BASE.keySet().forEach(kind -> content.put(kind, new ByteArrayOutputStream()));
    }

    /** A line by which tests compare placements with what was laid. */
    static String line(String archive, String member, String section, long address) {
        return String.format("0x%x %s(%s) %s", address, archive, member, section);
    }

    /** Lays all sections of an archive's members. */
    ToyLinker put(String archive, ToyObject... members) {
        for (ToyObject member : members) {
            member.sections().forEach(section -> lay(archive, member, section));
        }
        return this;
    }

    /** Lays some sections of a member; the others were collected. */
    ToyLinker putOnly(String archive, ToyObject member, String... sections) {
        member.sections().stream()
                .filter(section -> List.of(sections).contains(section.name()))
                .forEach(section -> lay(archive, member, section));
        return this;
    }

    /** Lays the program's own objects. */
    ToyLinker own(ToyObject... objects) {
        return put("", objects);
    }

    /** Lets a name be another's, as --icf=all does with functions that are equal. */
    ToyLinker fold(String symbol, String onto) {
        folded.put(symbol, onto);
        return this;
    }

    /** From here on loads from the GOT become address computations. */
    ToyLinker relaxing() {
        relaxing = true;
        return this;
    }

    /** Aligns the next section of code to more than it asks for. */
    ToyLinker align(int newAlignment) {
        alignment = newAlignment;
        return this;
    }

    private void lay(String archive, ToyObject member, Section section) {
        String key = section.name() + " " + section.group();
        if (!section.group().isEmpty() && !groups.add(key)) {
            return;
        }
        ByteArrayOutputStream out = content.get(section.kind());
        int unit = section.kind() == Kind.CODE ? alignment : 8;
        while (out.size() % unit != 0) {
            out.write(section.kind() == Kind.CODE ? 0x90 : 0);
        }
        alignment = 16;
        int index = member.sections().indexOf(section);
        long address = BASE.get(section.kind()) + out.size();
        out.writeBytes(section.content());
        pieces.add(new Piece(archive, member, index, address));
        for (String literal : member.strings()) {
            if (!strings.containsKey(literal)) {
                strings.put(literal, STRINGS + literals.size());
                literals.writeBytes((literal + "\0").getBytes(StandardCharsets.US_ASCII));
            }
        }
        for (Definition definition : member.definitions()) {
            if (definition.section() == index) {
                define(member, definition, address + definition.value());
            }
        }
    }

    private void define(ToyObject member, Definition definition, long address) {
        if (definition.binding() == Symbol.STB_LOCAL) {
            local.computeIfAbsent(member, k -> new HashMap<>()).put(definition.symbol(), address);
        } else {
            (definition.binding() == Symbol.STB_WEAK ? weak : global).putIfAbsent(definition.symbol(), address);
        }
    }

    /** {@return where a name lies; 0 when it lies nowhere} */
    long addressOf(String symbol) {
        String name = folded.getOrDefault(symbol, symbol);
        return global.getOrDefault(name, weak.getOrDefault(name, 0L));
    }

    private long resolve(ToyObject member, String symbol) {
        Long string = strings.get(symbol.replaceFirst("^\\.LC:", ""));
        if (symbol.startsWith(".LC:") && string != null) {
            return string;
        }
        Long own = local.getOrDefault(member, Map.of()).get(symbol);
        return own != null ? own : addressOf(symbol);
    }

    /** {@return what was laid, by address} */
    List<Laid> laid() {
        return pieces.stream()
                .map(piece -> {
                    Section section = piece.object.sections().get(piece.section);
                    return new Laid(
                            piece.archive,
                            piece.object.name(),
                            section.name(),
                            piece.address,
                            section.content().length,
                            section.kind(),
                            !section.group().isEmpty());
                })
                .toList();
    }

    /** {@return the line of the section that a name is defined in} */
    String at(String symbol) {
        long address = addressOf(symbol);
        return laid().stream()
                .filter(laid -> laid.address <= address && address < laid.address + laid.size)
                .findFirst()
                .orElseThrow()
                .toString();
    }

    /** {@return the image} */
    Image link() throws MalformedFileException {
        Map<Kind, byte[]> linked = new EnumMap<>(Kind.class);
        content.forEach((kind, out) -> linked.put(kind, out.toByteArray()));
        for (Piece piece : pieces) {
            Section section = piece.object.sections().get(piece.section);
            byte[] into = linked.get(section.kind());
            int start = (int) (piece.address - BASE.get(section.kind()));
            for (Reference reference : section.references()) {
                relocate(into, start, piece, reference);
            }
        }
        byte[] got = new byte[8 * Math.max(1, slots.size())];
        slots.forEach((symbol, slot) -> ToyObject.relocate(
                got, (int) (slot - GOT), new Reference(0, ToyObject.R_X86_64_64, symbol, 0), slot, addressOf(symbol)));
        int rw = Segment.PF_R | Segment.PF_W;
        return ElfBuilder.of(Machine.X86_64)
                .load(Segment.PF_R | Segment.PF_X, BASE.get(Kind.CODE), linked.get(Kind.CODE))
                .load(Segment.PF_R, BASE.get(Kind.READ_ONLY), linked.get(Kind.READ_ONLY))
                .load(rw, BASE.get(Kind.WRITABLE), linked.get(Kind.WRITABLE))
                .load(rw, BASE.get(Kind.ZEROED), new byte[0], linked.get(Kind.ZEROED).length)
                .load(rw, GOT, got)
                .load(Segment.PF_R, STRINGS, Arrays.copyOf(literals.toByteArray(), literals.size() + 1))
                .image();
    }

    private void relocate(byte[] into, int start, Piece piece, Reference reference) {
        int at = start + reference.offset();
        long place = piece.address + reference.offset();
        long target = resolve(piece.object, reference.symbol());
        if (reference.type() == ToyObject.R_X86_64_REX_GOTPCRELX && relaxing) {
            into[at - 2] = (byte) 0x8d;
        } else if (reference.type() == ToyObject.R_X86_64_REX_GOTPCRELX) {
            target = slots.computeIfAbsent(reference.symbol(), k -> GOT + 8L * slots.size());
        }
        ToyObject.relocate(into, at, reference, place, target);
    }
}
