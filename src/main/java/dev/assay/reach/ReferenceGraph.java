package dev.assay.reach;

import dev.assay.elf.ElfHeader;
import dev.assay.elf.Image;
import dev.assay.elf.InstructionReader;
import dev.assay.elf.InstructionReader.Flow;
import dev.assay.elf.InstructionReader.Use;
import dev.assay.elf.Symbol;
import dev.assay.elf.UnwindTable;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Which code of an image names which addresses.
 *
 * <p>A stripped image does not say where its functions are. So its code is read once from end to end, and cut into units
 * where a function must begin: at the entry point, where a symbol or an input section begins, where a frame description
 * does, at what is called, and at what data and address-forming instructions point to. A unit that is cut too small still
 * falls into the next one; one that is too large makes the closure larger, never smaller.
 *
 * <pre>
 *   code      |push ... call f ... ret| nop |push ... lea g ... jmp *| nop | ...
 *   starts    ^ entry                       ^ call target, .eh_frame        ^
 *   rows      [f]                           [g]
 * </pre>
 *
 * <p>References are columns by ascending place of their instruction, so that those of a unit are one range: a compressed
 * graph without sorting. 3.5 MB of code have 300,000 of them.
 */
final class ReferenceGraph {
    /** Functions are aligned to 8 bytes at least where pointers to them bear tags. */
    private static final int TAGS = 8;

    private static final int STT_FUNC = Symbol.STT_FUNC;
    /** mov $15, %rax; syscall. */
    private static final String SIGNAL_RETURN = "48c7c00f0000000f05";

    private static final Use[] USES = Use.values();

    private final AddressSpace space;
    private final DataPointers pointers;
    private final boolean fixed;
    private final int step;

    private final IntColumn from = new IntColumn();
    private final IntColumn to = new IntColumn();
    private final IntColumn use = new IntColumn();

    private final BitSet instruction = new BitSet();
    private final BitSet afterStop = new BitSet();
    private final BitSet afterCall = new BitSet();
    private final BitSet idle = new BitSet();
    private final BitSet unreadable = new BitSet();
    private final BitSet certain = new BitSet();
    private final BitSet known = new BitSet();
    private final BitSet pieces = new BitSet();
    private final int[] starts;
    private final int[] row;
    private final BitSet unreadableUnits = new BitSet();

    private ReferenceGraph(AddressSpace space, InstructionReader reader, Optional<LinkMap> linkMap) {
        this.space = space;
        this.step = reader.step();
        this.fixed = space.image().header().type() == ElfHeader.ET_EXEC;
        this.pointers =
                DataPointers.of(space, step == 1 ? DataPointers.Pools.IN_DATA_ONLY : DataPointers.Pools.IN_CODE);
        IntColumn begins = certainStarts(linkMap);
        sweep(reader, begins.sortedUnique());
        addPointedStarts(begins);
        addPieces(begins);
        this.starts = begins.sortedUnique();
        this.row = rows();
        for (int bad = unreadable.nextSetBit(0); bad >= 0; bad = unreadable.nextSetBit(bad + 1)) {
            unreadableUnits.set(unitAt(bad));
        }
    }

    /**
     * Reads an image's code.
     *
     * @param image an image
     * @param linkMap where its input sections lie, when that was recovered
     * @return its graph; empty for a machine whose instructions are not known, and for an image that does not fit memory
     */
    static Optional<ReferenceGraph> of(Image image, Optional<LinkMap> linkMap) {
        Optional<InstructionReader> reader = InstructionReader.of(image.header());
        Optional<AddressSpace> space = reader.isPresent() ? AddressSpace.of(image) : Optional.empty();
        return space.map(bytes -> new ReferenceGraph(bytes, reader.get(), linkMap));
    }

    private IntColumn certainStarts(Optional<LinkMap> linkMap) {
        IntColumn begins = new IntColumn();
        addCertain(space.image().header().entry(), begins);
        for (Symbol symbol : space.image().symbols()) {
            if (symbol.isDefined() && (symbol.type() == STT_FUNC || symbol.type() == Symbol.STT_GNU_IFUNC)) {
                addCertain(symbol.value(), begins);
                addKnown(symbol.value(), symbol.size());
            }
        }
        UnwindTable.ranges(space.image(), (address, size) -> {
            addCertain(entered(address), begins);
            addKnown(address, size);
        });
        if (linkMap.isPresent()) {
            for (Placement placement : linkMap.get().placements()) {
                if (placement.executable()) {
                    addCertain(placement.address(), begins);
                }
            }
        }
        return begins;
    }

    /** Code of which something says that it is one function. */
    private void addKnown(long address, long size) {
        int place = space.place(address);
        if (place >= 0 && size > 0 && size <= Integer.MAX_VALUE - place) {
            known.set(place, place + (int) size);
        }
    }

    /**
     * The unwinder looks one byte before a return address, so the description of a signal's return code begins one byte before
     * it (glibc, sysdeps/unix/sysv/linux/x86_64/libc_sigaction.c).
     */
    private long entered(long address) {
        int place = space.place(address);
        int at = place < 0 ? -1 : space.fileAt(place) + 1;
        boolean signalReturn = step == 1
                && at > 0
                && at + SIGNAL_RETURN.length() / 2 <= space.bytes().length
                && HexFormat.of()
                        .formatHex(space.bytes(), at, at + SIGNAL_RETURN.length() / 2)
                        .equals(SIGNAL_RETURN);
        return signalReturn ? address + 1 : address;
    }

    private void addCertain(long address, IntColumn begins) {
        int place = space.place(address);
        if (place >= 0 && space.isCodeAt(place) && place % step == 0) {
            begins.add(place);
            certain.set(place);
        }
    }

    private void sweep(InstructionReader reader, int[] begins) {
        for (int stretch = 0; stretch < space.stretches(); stretch++) {
            if (space.isCode(stretch)) {
                int at = space.start(stretch);
                int first = Math.max(0, IntColumn.floor(begins, at));
                for (int i = first; i < begins.length && begins[i] < space.end(stretch); i++) {
                    sweep(reader, stretch, at, Math.max(at, begins[i]));
                    at = Math.max(at, begins[i]);
                }
                sweep(reader, stretch, at, space.end(stretch));
            }
        }
    }

    /** Reads from one place where code begins to the next: data between functions misleads no further than that. */
    private void sweep(InstructionReader reader, int stretch, int begin, int end) {
        int toFile = space.fileStart(stretch) - space.start(stretch);
        Flow before = Flow.NEXT;
        reader.begin();
        int at = begin;
        while (at < end) {
            instruction.set(at);
            if (at > begin) {
                mark(at, before); // what stands before the first one the sweep before this has told
            }
            if (before == Flow.STOP && isZero(at + toFile)) {
                idle.set(at);
                at += step; // zeros fill the gaps between sections; no function begins with them
                continue;
            }
            int length = reader.read(space.bytes(), at + toFile, space.end(stretch) + toFile, space.address(at));
            if (length == 0) {
                noteUnreadable(at, toFile);
                before = Flow.NEXT;
                at += step;
                continue;
            }
            keepReferences(reader, at);
            if (reader.holdsPart() && (!fixed || space.place(reader.target(0)) < 0)) {
                unreadable.set(at);
            }
            if (reader.flow() == Flow.IDLE) {
                idle.set(at);
            } else {
                before = reader.flow();
            }
            at += length;
        }
        mark(end, before);
    }

    private void mark(int at, Flow before) {
        afterStop.set(at, before == Flow.STOP);
        afterCall.set(at, before == Flow.CALL);
    }

    private void noteUnreadable(int at, int toFile) {
        if (!isZero(at + toFile)) {
            unreadable.set(at);
        }
    }

    private boolean isZero(int at) {
        byte[] bytes = space.bytes();
        for (int i = at; i < at + step && i < bytes.length; i++) {
            if (bytes[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private void keepReferences(InstructionReader reader, int at) {
        for (int i = 0; i < reader.references(); i++) {
            Use how = reader.use(i);
            boolean number = how == Use.NUMBER || how == Use.ADDED_NUMBER;
            boolean added = how == Use.ADDED || how == Use.ADDED_NUMBER;
            int place = number && !fixed ? -1 : space.place(reader.target(i));
            if (place >= 0 && (!added || space.isCodeAt(place))) {
                from.add(at);
                to.add(place);
                use.add(position(how));
            }
        }
    }

    private static int position(Use how) {
        for (int i = 0; i < USES.length; i++) {
            if (USES[i] == how) {
                return i;
            }
        }
        throw new AssertionError(how);
    }

    /** What is called, and what is pointed to and begins an instruction. */
    private void addPointedStarts(IntColumn begins) {
        for (int i = 0; i < to.size(); i++) {
            switch (use(i)) {
                case CALL -> addCalled(to.get(i), begins);
                case ADDRESS, NUMBER -> addPointed(to.get(i), begins);
                case JUMP, MEMORY, COMPARE, PAGE, ADDED, ADDED_NUMBER -> {}
            }
        }
        for (int i = 0; i < pointers.count(); i++) {
            addPointed(pointers.target(i), begins);
        }
    }

    private void addCalled(int place, IntColumn begins) {
        if (instruction.get(place)) {
            begins.add(place);
        } else if (space.isCodeAt(place)) {
            unreadable.set(place); // the sweep has lost the thread there
        }
    }

    /** What points into the middle of a function is its jump table, or a number. */
    private void addPointed(int place, IntColumn begins) {
        if (instruction.get(place) && !known.get(place)) {
            begins.add(place);
        }
    }

    /**
     * Where nothing tells the extent of functions, what follows a jump or a return is a piece of its own: it may be the rest of
     * the function, or another one that nobody calls.
     */
    private void addPieces(IntColumn begins) {
        int at = afterStop.nextSetBit(0);
        while (at >= 0) {
            if (!known.get(at) && instruction.get(at) && !idle.get(at)) {
                begins.add(at);
                pieces.set(at);
            }
            at = afterStop.nextSetBit(at + 1);
        }
        for (int i = 0; i < to.size(); i++) {
            if (use(i) != Use.JUMP) {
                pieces.clear(to.get(i));
            }
        }
        for (int i = 0; i < pointers.count(); i++) {
            pieces.clear(pointers.target(i));
        }
        pieces.andNot(certain);
    }

    private int[] rows() {
        int[] first = new int[starts.length + 1];
        int reference = 0;
        for (int unit = 0; unit < starts.length; unit++) {
            while (reference < from.size() && from.get(reference) < starts[unit]) {
                reference++;
            }
            first[unit] = reference;
        }
        first[starts.length] = from.size();
        return first;
    }

    AddressSpace space() {
        return space;
    }

    DataPointers pointers() {
        return pointers;
    }

    int units() {
        return starts.length;
    }

    int start(int unit) {
        return starts[unit];
    }

    /** {@return the unit that a place lies in, or -1 where there is no code} */
    int unitAt(int place) {
        return space.isCodeAt(place) ? IntColumn.floor(starts, place) : -1;
    }

    /**
     * {@return the unit that a pointer to a place enters, or -1: into the middle of a known function only itself points, but for
     * pointers that bear a tag in their lowest bits}
     */
    int unitEntered(int place) {
        int unit = unitAt(place);
        return unit >= 0 && (place - starts[unit] < TAGS || !known.get(place)) ? unit : -1;
    }

    /** {@return the unit that begins at a place, or -1} */
    int unitFrom(int place) {
        int unit = unitAt(place);
        return unit >= 0 && starts[unit] == place ? unit : -1;
    }

    /** {@return the unit that begins the function of which a unit is a piece; the unit itself where it is none} */
    int functionOf(int unit) {
        int first = unit;
        while (first > 0 && isPiece(first)) {
            first--;
        }
        return first;
    }

    /** {@return the first reference of a unit; the first of the next unit ends them} */
    int firstReference(int unit) {
        return row[unit];
    }

    int references() {
        return to.size();
    }

    int from(int reference) {
        return from.get(reference);
    }

    int to(int reference) {
        return to.get(reference);
    }

    Use use(int reference) {
        return USES[use.get(reference)];
    }

    /** {@return whether something else than a pointer says that a function begins where the unit does} */
    boolean isCertain(int unit) {
        return certain.get(starts[unit]);
    }

    /** {@return whether the unit may be the rest of the one before it, and nothing but a jump leads to it} */
    boolean isPiece(int unit) {
        return pieces.get(starts[unit]);
    }

    /** {@return whether a pointer to the unit is more than a number that looks like one: the code before it ends there} */
    boolean isPlausible(int unit) {
        return isCertain(unit) || followsStop(unit) || followsCall(unit);
    }

    /** {@return whether the code before the unit ends with a jump, a return or a trap} */
    boolean followsStop(int unit) {
        return afterStop.get(starts[unit]);
    }

    /** {@return whether the code before the unit ends with a call} */
    boolean followsCall(int unit) {
        return afterCall.get(starts[unit]);
    }

    /** {@return whether the unit has bytes that are no instructions, or that form an address in a way that is not followed} */
    boolean isUnreadable(int unit) {
        return unreadableUnits.get(unit);
    }
}
