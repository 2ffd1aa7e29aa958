package dev.assay.elf;

import java.nio.ByteOrder;
import java.util.Optional;

/**
 * Reads machine code one instruction at a time: how long it is, whether the next one follows it, and which addresses it
 * names. No mnemonics, no operands: only what a graph of references needs. A cursor used by one thread, so that a million
 * instructions allocate nothing.
 *
 * <pre>
 * int length = reader.read(code, at, end, address);   // 0: no instruction
 * for (int i = 0; i &lt; reader.references(); i++) {
 *     ... reader.target(i), reader.use(i) ...
 * }
 * </pre>
 */
public abstract class InstructionReader {
    /** What follows an instruction. */
    public enum Flow {
        /** The next one, perhaps among others. */
        NEXT,
        /** The next one, if what is called returns. */
        CALL,
        /** Not the next one: a jump, a return, a trap. */
        STOP,
        /** The next one; it does nothing and may be fill. */
        IDLE
    }

    /** What an instruction does with an address that it names. */
    public enum Use {
        /** Calls it. */
        CALL,
        /** Jumps there. */
        JUMP,
        /** Forms it as a value. */
        ADDRESS,
        /** Reads or writes there. */
        MEMORY,
        /** Compares what stands there, and keeps nothing of it. */
        COMPARE,
        /** Holds a number that is this address where addresses are fixed, or anything else. */
        NUMBER,
        /** Forms the address of its page, 4 KiB, of which another part may be used that was not found. */
        PAGE,
        /** Adds something that is not known here to this address, which it or an instruction before it has formed. */
        ADDED,
        /** As {@link #ADDED}, to a number that is this address where addresses are fixed, or anything else. */
        ADDED_NUMBER
    }

    /**
     * A table of bytes or half words that a jump takes its distance from, as a switch does: it leads to
     * {@code base + (element << shift)}.
     *
     * @param table address of the first element
     * @param base address that the elements count from
     * @param width bytes of an element, 1 or 2
     * @param signed whether elements may be negative
     * @param shift by how many bits an element is shifted
     */
    public record JumpTable(long table, long base, int width, boolean signed, int shift) {}

    private static final int EM_X86_64 = 62;
    private static final int EM_AARCH64 = 183;
    private static final int MOST = 40;

    private final long[] target = new long[MOST];
    private final Use[] use = new Use[MOST];
    private int count;
    private Flow flow = Flow.NEXT;
    private boolean part;
    private Optional<JumpTable> jumpTable = Optional.empty();

    /**
     * The reader for an image's machine.
     *
     * @param header of the image
     * @return a new reader; empty for a machine whose instructions are not known, and where addresses are not of 64 bits,
     *     lowest byte first: x32, and AArch64 with data of the other byte order
     */
    public static Optional<InstructionReader> of(ElfHeader header) {
        if (header.elfClass() != ElfClass.ELF64 || header.byteOrder() != ByteOrder.LITTLE_ENDIAN) {
            return Optional.empty();
        }
        return switch (header.eMachine()) {
            case EM_X86_64 -> Optional.of(new X86_64Instructions());
            case EM_AARCH64 -> Optional.of(new AArch64Instructions());
            default -> Optional.empty();
        };
    }

    /** Forgets what earlier instructions left in registers: a function begins. What is still to be told, the next read tells. */
    public abstract void begin();

    /** {@return the least distance of two instructions, bytes} */
    public abstract int step();

    /**
     * Reads one instruction.
     *
     * @param code bytes
     * @param at index of its first byte
     * @param end where the code ends, exclusive, at most the array's length
     * @param address virtual address of its first byte
     * @return its length in bytes; 0 when the bytes are no instruction or end before it does
     */
    public final int read(byte[] code, int at, int end, long address) {
        count = 0;
        flow = Flow.NEXT;
        part = false;
        jumpTable = Optional.empty();
        return decode(code, at, end, address);
    }

    abstract int decode(byte[] code, int at, int end, long address);

    /** {@return what follows the instruction read last} */
    public final Flow flow() {
        return flow;
    }

    /** {@return how many addresses the instruction read last names} */
    public final int references() {
        return count;
    }

    /** {@return the i-th address} */
    public final long target(int i) {
        return target[i];
    }

    /** {@return what is done with the i-th address} */
    public final Use use(int i) {
        return use[i];
    }

    /** {@return whether the instruction read last holds a distance that is added to an address elsewhere, and which is not told} */
    public final boolean holdsPart() {
        return part;
    }

    /** {@return the table that the instruction read last jumps by, where that shows} */
    public final Optional<JumpTable> jumpTable() {
        return jumpTable;
    }

    final void jumpsBy(JumpTable table) {
        jumpTable = Optional.of(table);
    }

    final void tellsPart() {
        part = true;
    }

    final void flows(Flow newFlow) {
        flow = newFlow;
    }

    final void refers(long newTarget, Use newUse) {
        if (count < MOST) {
            target[count] = newTarget;
            use[count++] = newUse;
        }
    }
}
