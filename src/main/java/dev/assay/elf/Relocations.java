package dev.assay.elf;

import java.util.Arrays;

/**
 * The relocations of one input section, as columns in the order of their table (gABI, "Relocation"). REL and RELA look
 * alike here: the addend of REL was read from the field.
 */
public final class Relocations {
    /** No relocations. */
    public static final Relocations NONE = new Relocations(0);

    private int count;
    private int[] offset;
    private int[] type;
    private int[] symbol;
    private long[] addend;

    Relocations(int capacity) {
        offset = new int[capacity];
        type = new int[capacity];
        symbol = new int[capacity];
        addend = new long[capacity];
    }

    void add(int newOffset, int newType, int newSymbol, long newAddend) {
        if (count == offset.length) {
            int capacity = Math.max(8, count * 2);
            offset = Arrays.copyOf(offset, capacity);
            type = Arrays.copyOf(type, capacity);
            symbol = Arrays.copyOf(symbol, capacity);
            addend = Arrays.copyOf(addend, capacity);
        }
        offset[count] = newOffset;
        type[count] = newType;
        symbol[count] = newSymbol;
        addend[count] = newAddend;
        count++;
    }

    /** Says otherwise what the i-th relocation is of. */
    void replace(int i, int newType, int newSymbol, long newAddend) {
        type[i] = newType;
        symbol[i] = newSymbol;
        addend[i] = newAddend;
    }

    /** {@return how many there are} */
    public int count() {
        return count;
    }

    /** {@return r_offset of the i-th, bytes from the start of the section} */
    public int offset(int i) {
        return offset[i];
    }

    /** {@return r_type of the i-th} */
    public int type(int i) {
        return type[i];
    }

    /** {@return index of the i-th's symbol in the object's symbol table} */
    public int symbol(int i) {
        return symbol[i];
    }

    /** {@return addend of the i-th} */
    public long addend(int i) {
        return addend[i];
    }
}
