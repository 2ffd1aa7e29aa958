package dev.assay.provenance;

import dev.assay.elf.InputSection;
import dev.assay.elf.ObjectFile;
import dev.assay.elf.Pointee;
import dev.assay.elf.RelocationTable;
import dev.assay.elf.Relocations;
import dev.assay.elf.Symbol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Turns one object into a catalog's words: shapes for its sections, and the member that {@link Member#read} reads. What an
 * image does not hold as it is in the object (merged strings, unwinding tables, notes, thread-local storage) has no shape.
 */
final class MemberWriter {
    private static final int STT_SECTION = 3;

    /** Linkers delete a multiple of as many bytes: the shortest instruction's, of the machines whose linkers delete any. */
    private static final int DELETED = 2;

    private final CatalogBuilder catalog;
    private final RelocationTable machine;
    private final ObjectFile object;
    private final List<InputSection> kept = new ArrayList<>();
    private final int[] keptIndex;

    /** By section: there may be tens of thousands of each. */
    private final Map<Integer, List<Symbol>> functions;

    private final Targets.Writer targets = new Targets.Writer();
    private int unknownRelocations;

    MemberWriter(CatalogBuilder catalog, RelocationTable machine, ObjectFile object) {
        this.catalog = catalog;
        this.machine = machine;
        this.object = object;
        keptIndex = new int[object.sections().size()];
        Arrays.fill(keptIndex, Member.EDITED);
        functions = object.symbols().stream()
                .filter(s -> s.type() == Symbol.STT_FUNC || s.type() == Symbol.STT_GNU_IFUNC)
                .collect(Collectors.groupingBy(Symbol::sectionIndex));
        for (InputSection section : object.sections()) {
            if (section.isAllocated() && section.isMerged()) {
                keptIndex[section.index()] = Member.MERGED;
            } else if (isCopiedWhole(section)) {
                keptIndex[section.index()] = kept.size();
                kept.add(section);
            }
        }
    }

    private static boolean isCopiedWhole(InputSection section) {
        boolean content = section.type() == InputSection.SHT_PROGBITS
                || section.type() == InputSection.SHT_NOBITS
                || section.type() >= InputSection.SHT_INIT_ARRAY && section.type() <= InputSection.SHT_PREINIT_ARRAY;
        String name = section.name();
        return content
                && section.isAllocated()
                && section.size() > 0
                && !section.isThreadLocal()
                && !name.equals(".eh_frame")
                && !name.equals(".toc") // ppc64: words that code does without are removed
                && !name.startsWith(".gcc_except_table")
                && !name.startsWith(".note");
    }

    /** {@return whether each section has a number that a catalog can write} */
    boolean isWithinBounds() {
        return kept.size() <= ShapeUses.SECTIONS;
    }

    /** {@return how many relocations the machine's table does not know, after {@link #write}} */
    int unknownRelocations() {
        return unknownRelocations;
    }

    /**
     * Writes the member, in three parts that are each of one kind, since those compress better: symbols and sections, targets
     * of relocations, relocations.
     *
     * @return what {@link Member#read} reads; equal members of one catalog are equal bytes
     */
    byte[][] write(String name) {
        int[] symbolIndex = new int[object.symbols().size()];
        List<Symbol> symbols = keptSymbols(symbolIndex);
        VarintWriter out = new VarintWriter();
        FreshNumbers strings = new FreshNumbers();
        out.number(strings.code(catalog.string(name)));
        out.number(kept.size());
        out.number(symbols.size());
        writeSymbols(out, symbols, strings);
        int[][] relocationTargets =
                kept.stream().map(section -> targets(section, symbolIndex)).toArray(int[][]::new);
        int[] shapes = kept.stream().mapToInt(this::shape).toArray();
        catalog.uses(shapes);
        FreshNumbers shapeNumbers = new FreshNumbers();
        for (InputSection section : kept) {
            out.number(strings.code(catalog.string(section.name())));
            out.number(shapeNumbers.code(shapes[keptIndex[section.index()]]));
            out.number(strings.code(catalog.string(section.group())));
        }
        return new byte[][] {out.toBytes(), writeTargets(symbols), writeRelocations(relocationTargets)};
    }

    private List<Symbol> keptSymbols(int[] symbolIndex) {
        boolean[] wanted = new boolean[symbolIndex.length];
        for (InputSection section : kept) {
            Relocations relocations = section.relocations();
            for (int i = 0; i < relocations.count(); i++) {
                wanted[relocations.symbol(i)] = true;
            }
        }
        List<Symbol> symbols = new ArrayList<>();
        for (int i = 0; i < symbolIndex.length; i++) {
            Symbol symbol = object.symbols().get(i);
            boolean defined = sectionOf(symbol) >= 0
                    && (symbol.binding() != Symbol.STB_LOCAL || symbol.type() == Symbol.STT_FUNC);
            if (wanted[i] || defined) {
                symbolIndex[i] = symbols.size();
                symbols.add(symbol);
            }
        }
        return symbols;
    }

    private int sectionOf(Symbol symbol) {
        if (!symbol.isDefined()) {
            return Member.UNDEFINED;
        }
        return symbol.sectionIndex() < keptIndex.length ? keptIndex[symbol.sectionIndex()] : Member.NO_SECTION;
    }

    private void writeSymbols(VarintWriter out, List<Symbol> symbols, FreshNumbers strings) {
        for (Symbol symbol : symbols) {
            String name = symbol.name().equals(machine.gotName()) ? ClaimReader.GOT : symbol.name();
            out.number(strings.code(catalog.string(name)));
        }
        for (Symbol symbol : symbols) {
            out.signed(sectionOf(symbol));
        }
        for (Symbol symbol : symbols) {
            out.number(symbol.value());
        }
        for (Symbol symbol : symbols) {
            int flags = flags(symbol);
            out.number(flags);
            if ((flags & Member.FLAG_GLOBAL) != 0 && sectionOf(symbol) >= 0) {
                catalog.defines(symbol.name());
            }
        }
    }

    private static int flags(Symbol symbol) {
        return (symbol.binding() == Symbol.STB_LOCAL ? 0 : Member.FLAG_GLOBAL)
                | (symbol.binding() == Symbol.STB_WEAK ? Member.FLAG_WEAK : 0)
                | (symbol.type() == Symbol.STT_FUNC ? Member.FLAG_FUNCTION : 0)
                | (symbol.type() == Symbol.STT_GNU_IFUNC ? Member.FLAG_FUNCTION | Member.FLAG_IFUNC : 0);
    }

    /** The targets of a section's relocations, in ascending order of the places that are relocated. */
    private int[] targets(InputSection section, int[] symbolIndex) {
        Relocations relocations = section.relocations();
        int[] order = ascending(relocations);
        int[] found = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            int relocation = order[i];
            Symbol symbol = object.symbols().get(relocations.symbol(relocation));
            long addend = relocations.addend(relocation);
            int number = symbolIndex[relocations.symbol(relocation)];
            found[i] = sectionOf(symbol) == Member.MERGED
                    ? mergedTarget(symbol, number, relocations.type(relocation), addend)
                    : targets.number(number, addend, 0, 0);
        }
        return found;
    }

    /** The string or constant that is pointed at: where it lies in an image no one knows, but what it is. */
    private int mergedTarget(Symbol symbol, int number, int type, long addend) {
        InputSection section = object.sections().get(symbol.sectionIndex());
        Pointee pointee = machine.pointee(type);
        long at = symbol.value() + (pointee == Pointee.ADDEND ? addend + machine.pointerBias(type) : 0);
        byte[] bytes = object.bytes().array();
        int length = section.isMergedStrings() ? 0 : section.entrySize();
        // A pointer past a label may be the end of its string, where the linker lays anything. A section is merged
        // piece by piece: its beginning alone says nothing of the piece that is meant.
        boolean told = symbol.type() == STT_SECTION ? pointee == Pointee.ADDEND : at == symbol.value();
        boolean whole = told
                && pointee != Pointee.ELSEWHERE
                && at >= 0
                && at + length <= section.size()
                && (length > 0
                        ? at % length == 0
                        : section.entrySize() == 1 && (at == 0 || bytes[(int) (section.offset() + at - 1)] == 0));
        if (!whole) {
            return targets.number(number, addend, 0, 0);
        }
        int hash = MergedContent.hash(bytes, (int) (section.offset() + at), length, section.offset() + section.size());
        return targets.number(number, addend, length, catalog.content(hash));
    }

    private static byte[] writeRelocations(int[][] targets) {
        VarintWriter out = new VarintWriter();
        RecentNumbers recent = new RecentNumbers();
        for (int[] ofSection : targets) {
            out.number(ofSection.length);
            for (int target : ofSection) {
                out.number(recent.code(target));
            }
        }
        return out.toBytes();
    }

    private byte[] writeTargets(List<Symbol> symbols) {
        VarintWriter out = new VarintWriter();
        boolean[] isMerged = new boolean[symbols.size()];
        for (int i = 0; i < isMerged.length; i++) {
            isMerged[i] = sectionOf(symbols.get(i)) == Member.MERGED;
        }
        targets.write(out, isMerged);
        return out.toBytes();
    }

    /** Tables come in ascending order from most assemblers, not from all. */
    private static int[] ascending(Relocations relocations) {
        int[] order = new int[relocations.count()];
        for (int i = 0; i < order.length; i++) {
            int at = i;
            while (at > 0 && relocations.offset(order[at - 1]) > relocations.offset(i)) {
                order[at] = order[at - 1];
                at--;
            }
            order[at] = i;
        }
        return order;
    }

    private int shape(InputSection section) {
        Relocations relocations = section.relocations();
        int[] order = ascending(relocations);
        int[] offset = new int[order.length];
        int[] form = new int[order.length];
        Holes holes = new Holes(order.length);
        byte[] bytes = object.bytes().array();
        int grain = section.alignment();
        for (int i = 0; i < order.length; i++) {
            int type = relocations.type(order[i]);
            grain = machine.deletes(type) ? Math.min(grain, DELETED) : grain;
            offset[i] = relocations.offset(order[i]);
            int kind = machine.form(bytes, section.offset() + offset[i], type, relocations.addend(order[i]));
            unknownRelocations += machine.isKnown(type) ? 0 : 1;
            form[i] = catalog.form(type, kind);
            Shape.hole(holes, machine, offset[i], type, kind, section.size());
        }
        Shape.Kind kind = kind(section);
        int[] units = kind == Shape.Kind.CODE ? functionStarts(section) : new int[] {0};
        int[] hashes = new int[units.length];
        for (int i = 0; i < units.length && kind != Shape.Kind.ZEROED; i++) {
            int end = i + 1 < units.length ? units[i + 1] : section.size();
            hashes[i] =
                    catalog.unitHash(catalog.hash().of(bytes, section.offset(), units[i], end, holes, Layout.WHOLE));
        }
        byte[][] written = Shape.write(kind, section.size(), section.alignment(), offset, form, units, hashes);
        return kind == Shape.Kind.CODE
                ? catalog.code(
                        written, new AnchorChooser.Code(bytes, section.offset(), section.size(), units, holes, grain))
                : catalog.data(written);
    }

    private static Shape.Kind kind(InputSection section) {
        if (section.type() == InputSection.SHT_NOBITS) {
            return Shape.Kind.ZEROED;
        }
        if (section.isExecutable()) {
            return Shape.Kind.CODE;
        }
        return section.isWritable() ? Shape.Kind.WRITABLE : Shape.Kind.READ_ONLY;
    }

    private int[] functionStarts(InputSection section) {
        return IntStream.concat(
                        IntStream.of(0),
                        functions.getOrDefault(section.index(), List.of()).stream()
                                .mapToInt(s -> (int) machine.codeAddress(s.value()))
                                .filter(v -> v > 0 && v < section.size()))
                .sorted()
                .distinct()
                .toArray();
    }
}
