package dev.assay.elf;

import java.nio.ByteOrder;

/**
 * One relocation as it stands in an image: where it was applied, and what its field says of the symbol's address. A cursor
 * that is moved from place to place by one thread, so that reading a million of them allocates nothing.
 *
 * <p>Letters are the psABIs': P the place's address, S the symbol's, A the addend, V the field's value.
 */
public final class RelocationSite {
    /** What the field says. */
    public enum Outcome {
        /** {@code value} is S. */
        ADDRESS,
        /** S is the word at address {@code value} in the image's memory, less {@code bias}. */
        WORD,
        /** {@code value} is the page, 4 KiB aligned, of S + A, or its high part past the GOT; a low part with the same symbol
         * completes it. */
        PAGE,
        /** The word at the GOT's address plus {@code value} is what a {@code PAGE} has. */
        PAGE_FROM_GOT,
        /** The fields behind it count from S + A plus the {@code PAGE} of the same symbol and {@code value}: the GOT of the code. */
        SETS_GOT,
        /** {@code value} is the low part of S + A: what it is past its {@code PAGE}. */
        LOW12,
        /** {@code value} completes a {@code PAGE} of the same symbol to the address of the word that holds S. */
        WORD_LOW12,
        /** {@code value} completes the {@code PAGE} of the GOT's own symbol to the address of the word that holds S. */
        WORD_FROM_GOT_PAGE,
        /** S is the GOT's address plus {@code value}. */
        FROM_GOT,
        /** S is the word at the GOT's address plus {@code value}, less {@code bias}. */
        WORD_FROM_GOT,
        /** {@code value} completes a {@code PAGE} of the same symbol to what S + A is past the GOT. */
        LOW_FROM_GOT,
        /** {@code value} completes a {@code PAGE} to where, past the GOT, the word is that holds S plus {@code bias}. */
        WORD_LOW_FROM_GOT,
        /** {@code value} is the low 16 bits of S + A; a {@code HIGH16} of the same symbol completes it. */
        LOW16,
        /** {@code value} is the high 16 bits of a S + A of 32 bits; completes a {@code LOW16}. */
        HIGH16,
        /** {@code value} is S + A but for a {@code LOW_OF}, whose symbol is this place's label. */
        HIGH,
        /** As {@code HIGH}, of the address of the word that holds S. */
        WORD_HIGH,
        /** {@code value} completes the {@code HIGH} or {@code WORD_HIGH} at the place that the symbol labels. */
        LOW_OF,
        /** {@code value} completes the {@code HIGH} or {@code WORD_HIGH} that the symbol labels to S + A itself. */
        ADDRESS_LOW_OF,
        /** {@code value} is what S + A, of the {@code HIGH} that the symbol labels, is past the GOT. */
        LOW_OF_GOT,
        /** The field allows no claim on an address. */
        NOTHING,
        /** The bytes are none that a linker makes of this relocation. */
        MISMATCH
    }

    byte[] image;
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    int at;
    long place;
    int type;
    long addend;
    int form;

    private Outcome outcome = Outcome.NOTHING;
    private long value;
    private long bias;
    private int consumed;

    /**
     * Moves to a relocation. Before {@link RelocationTable#read}.
     *
     * @param newImage the image's bytes
     * @param newAt where r_offset lies in them
     * @param newPlace P, its virtual address
     * @param newType r_type
     * @param newAddend A
     * @param newForm what {@link RelocationTable#form} kept of the object
     */
    public void move(byte[] newImage, int newAt, long newPlace, int newType, long newAddend, int newForm) {
        image = newImage;
        at = newAt;
        place = newPlace;
        type = newType;
        addend = newAddend;
        form = newForm;
        set(Outcome.NOTHING, 0, 0);
        consumed = 0;
    }

    /** {@return what the field says} */
    public Outcome outcome() {
        return outcome;
    }

    /** {@return the number that the outcome speaks of} */
    public long value() {
        return value;
    }

    /** {@return what is to be taken from the word of a {@code WORD} to have S} */
    public long bias() {
        return bias;
    }

    /** {@return relocations before r_offset plus this were taken up by this one and say nothing; 0 for none} */
    public int consumed() {
        return consumed;
    }

    void address(long s) {
        set(Outcome.ADDRESS, s, 0);
    }

    void word(long address, long newBias) {
        set(Outcome.WORD, address, newBias);
    }

    void part(Outcome newOutcome, long newValue) {
        set(newOutcome, newValue, 0);
    }

    void wordFromGot(Outcome newOutcome, long newValue, long newBias) {
        set(newOutcome, newValue, newBias);
    }

    void nothing() {
        set(Outcome.NOTHING, 0, 0);
    }

    /** Says nothing where the form is one of those that are known, and else that it is not. */
    void nothingIf(boolean known) {
        set(known ? Outcome.NOTHING : Outcome.MISMATCH, 0, 0);
    }

    void mismatch() {
        set(Outcome.MISMATCH, 0, 0);
    }

    void consumes(int until) {
        consumed = until;
    }

    private void set(Outcome newOutcome, long newValue, long newBias) {
        outcome = newOutcome;
        value = newValue;
        bias = newBias;
    }

    /** {@return the byte at r_offset plus delta, unsigned} */
    int u8(int delta) {
        return image[at + delta] & 0xff;
    }

    /** {@return the little-endian 32 bits at r_offset plus delta, signed} */
    int le32(int delta) {
        return u8(delta) | u8(delta + 1) << 8 | u8(delta + 2) << 16 | u8(delta + 3) << 24;
    }

    /** {@return the little-endian 64 bits at r_offset plus delta} */
    long le64(int delta) {
        return (le32(delta) & 0xffffffffL) | (long) le32(delta + 4) << 32;
    }

    /** {@return the 16 bits at r_offset plus delta in the machine's byte order, unsigned} */
    int half(int delta) {
        return order == ByteOrder.BIG_ENDIAN ? u8(delta) << 8 | u8(delta + 1) : u8(delta) | u8(delta + 1) << 8;
    }

    /** {@return the 32 bits at r_offset plus delta in the machine's byte order, signed} */
    int int32(int delta) {
        return order == ByteOrder.BIG_ENDIAN ? Integer.reverseBytes(le32(delta)) : le32(delta);
    }

    /** {@return the 64 bits at r_offset plus delta in the machine's byte order} */
    long int64(int delta) {
        return order == ByteOrder.BIG_ENDIAN ? Long.reverseBytes(le64(delta)) : le64(delta);
    }

    /** {@return whether r_offset plus from to r_offset plus to lies in the image's bytes} */
    boolean has(int from, int to) {
        return at + from >= 0 && at + to <= image.length;
    }
}
