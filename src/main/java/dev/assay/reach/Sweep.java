package dev.assay.reach;

import dev.assay.elf.ElfHeader;
import dev.assay.elf.Image;
import dev.assay.elf.InstructionReader;
import dev.assay.elf.InstructionReader.Flow;
import dev.assay.elf.InstructionReader.JumpTable;
import dev.assay.elf.InstructionReader.Use;
import dev.assay.elf.Symbol;
import dev.assay.elf.UnwindTable;
import java.util.BitSet;
import java.util.HexFormat;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * An image's code, read once from end to end: where instructions begin, how they go on, and what they refer to. Reading begins
 * anew wherever something says for certain that code begins, so that data between functions misleads no further than that.
 *
 * <p>References are columns by ascending place of their instruction. 3.5 MB of code have 300,000 of them.
 */
final class Sweep {
    private static final int STT_FUNC = Symbol.STT_FUNC;
    /** mov $15, %rax; syscall. */
    private static final String SIGNAL_RETURN = "48c7c00f0000000f05";

    /** Fewer than compilers make, so that columns seldom grow. */
    private static final int BYTES_PER_REFERENCE = 10;

    private static final Use[] USES = Use.values();

    private final AddressSpace space;
    private final InstructionReader reader;
    private final boolean fixed;
    private final int step;

    private final BitSet instruction = new BitSet();
    private final BitSet afterStop = new BitSet();
    private final BitSet afterCall = new BitSet();
    private final BitSet idle = new BitSet();
    private final BitSet unreadable = new BitSet();
    private final BitSet certain = new BitSet();
    private final BitSet known = new BitSet();

    /** By the place of the jump. */
    private final NavigableMap<Integer, JumpTable> jumpTables = new TreeMap<>();

    private IntColumn from;
    private IntColumn to;
    private IntColumn use;

    private Sweep(AddressSpace space, InstructionReader reader) {
        this.space = space;
        this.reader = reader;
        this.step = reader.step();
        this.fixed = space.image().header().type() == ElfHeader.ET_EXEC;
        makeColumns(codeSize() / BYTES_PER_REFERENCE);
        findCertain();
        for (int stretch = 0; stretch < space.stretches(); stretch++) {
            if (space.isCode(stretch)) {
                read(stretch, space.start(stretch), space.end(stretch));
            }
        }
    }

    /** {@return an image's code; empty for a machine whose instructions are not known, and for an image that does not fit memory} */
    static Optional<Sweep> of(Image image) {
        Optional<InstructionReader> reader = InstructionReader.of(image.header());
        Optional<AddressSpace> space = reader.isPresent() ? AddressSpace.of(image) : Optional.empty();
        return space.map(bytes -> new Sweep(bytes, reader.get()));
    }

    private int codeSize() {
        int size = 0;
        for (int stretch = 0; stretch < space.stretches(); stretch++) {
            size += space.isCode(stretch) ? space.end(stretch) - space.start(stretch) : 0;
        }
        return size;
    }

    private void makeColumns(int expected) {
        from = new IntColumn(expected);
        to = new IntColumn(expected);
        use = new IntColumn(expected);
    }

    private void findCertain() {
        addCertain(space.image().header().entry());
        for (Symbol symbol : space.image().symbols()) {
            if (symbol.isDefined() && (symbol.type() == STT_FUNC || symbol.type() == Symbol.STT_GNU_IFUNC)) {
                addCertain(symbol.value());
                addKnown(symbol.value(), symbol.size());
            }
        }
        UnwindTable.ranges(space.image(), (address, size) -> {
            addCertain(entered(address));
            addKnown(address, size);
        });
    }

    private void addCertain(long address) {
        int place = space.place(address);
        if (mayBegin(place)) {
            certain.set(place);
        }
    }

    private boolean mayBegin(int place) {
        return place >= 0 && space.isCodeAt(place) && place % step == 0;
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

    /**
     * Reads again around places where code begins for certain too, as is known by now, so that all is as if that had been known
     * at first.
     *
     * @param addresses where code begins
     */
    void beginAt(long[] addresses) {
        BitSet before = (BitSet) certain.clone();
        BitSet more = new BitSet();
        for (long address : addresses) {
            int place = space.place(address);
            if (mayBegin(place) && !certain.get(place)) {
                more.set(place);
                certain.set(place);
            }
        }
        if (!more.isEmpty()) {
            readAgain(more, before);
        }
    }

    private void readAgain(BitSet more, BitSet before) {
        IntColumn oldFrom = from;
        IntColumn oldTo = to;
        IntColumn oldUse = use;
        makeColumns(oldFrom.size() + oldFrom.size() / 16);
        int next = 0;
        int end = 0;
        for (int place = more.nextSetBit(0); place >= 0; place = more.nextSetBit(place + 1)) {
            if (place < end) {
                continue; // read again with the one before
            }
            int stretch = space.stretchAt(place);
            int begin = Math.max(space.start(stretch), before.previousSetBit(place));
            int follower = before.nextSetBit(place);
            end = follower < 0 ? space.end(stretch) : Math.min(follower, space.end(stretch));
            next = keep(oldFrom, oldTo, oldUse, next, begin);
            while (next < oldFrom.size() && oldFrom.get(next) < end) {
                next++;
            }
            forget(begin, end);
            read(stretch, begin, end);
        }
        keep(oldFrom, oldTo, oldUse, next, Integer.MAX_VALUE);
    }

    private int keep(IntColumn oldFrom, IntColumn oldTo, IntColumn oldUse, int first, int until) {
        int next = first;
        while (next < oldFrom.size() && oldFrom.get(next) < until) {
            from.add(oldFrom.get(next));
            to.add(oldTo.get(next));
            use.add(oldUse.get(next));
            next++;
        }
        return next;
    }

    /** What stands before the first byte of a range, the code before it has told. */
    private void forget(int begin, int end) {
        instruction.clear(begin, end);
        idle.clear(begin, end);
        unreadable.clear(begin, end);
        afterStop.clear(begin + 1, end);
        afterCall.clear(begin + 1, end);
        jumpTables.subMap(begin, end).clear();
    }

    /** Reads a range of a stretch, anew from each place where code begins. */
    private void read(int stretch, int begin, int end) {
        int at = begin;
        while (at < end) {
            int next = certain.nextSetBit(at + 1);
            int until = next < 0 ? end : Math.min(next, end);
            readPiece(stretch, at, until);
            at = until;
        }
    }

    /** Reads from one place where code begins to the next. */
    private void readPiece(int stretch, int begin, int end) {
        int toFile = space.fileStart(stretch) - space.start(stretch);
        Flow before = Flow.NEXT;
        reader.begin();
        int at = begin;
        while (at < end) {
            instruction.set(at);
            if (at > begin) {
                mark(at, before); // what stands before the first one the piece before this has told
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
            keepReferences(at);
            if (reader.jumpTable().isPresent()) { // no lambda: one would be made for each instruction
                jumpTables.put(at, reader.jumpTable().get());
            }
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

    private void keepReferences(int at) {
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

    AddressSpace space() {
        return space;
    }

    /** {@return bytes that all instructions' addresses are multiples of} */
    int step() {
        return step;
    }

    /** {@return the places where something says that code begins} */
    BitSet certain() {
        return certain;
    }

    /** {@return the places of code of which something says that it is one function} */
    BitSet known() {
        return known;
    }

    BitSet instruction() {
        return instruction;
    }

    /** {@return the places behind a jump, a return or a trap} */
    BitSet afterStop() {
        return afterStop;
    }

    BitSet afterCall() {
        return afterCall;
    }

    /** {@return instructions that do nothing, and zeros that fill gaps} */
    BitSet idle() {
        return idle;
    }

    /** {@return the tables that jumps take distances from, by the place of the jump} */
    SortedMap<Integer, JumpTable> jumpTables() {
        return jumpTables;
    }

    /** {@return places that are no instructions} */
    BitSet unreadable() {
        return unreadable;
    }

    int references() {
        return from.size();
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
}
