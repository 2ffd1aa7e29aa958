package dev.assay.elf;

import com.google.errorprone.annotations.Immutable;
import java.util.Optional;

/**
 * A machine's relocation types: for each, the bytes around r_offset that a linker may change, and how to read the symbol's
 * address back out of an image. One subclass a machine; each row names its source.
 */
public abstract class RelocationTable {
    private static final int EM_386 = 3;
    private static final int EM_X86_64 = 62;
    private static final int EM_AARCH64 = 183;

    /** One relocation type. */
    interface Row {
        /** {@return r_type} */
        int type();

        /** {@return the first byte that may change, counted from r_offset; 0 or less} */
        int from();

        /** {@return the end, exclusive, of the bytes that may change, counted from r_offset} */
        int to();

        /** Reads what the site says of its symbol. */
        void read(RelocationSite site);
    }

    /** How a row reads its field: a function of the site alone. */
    @Immutable
    interface FieldReader {
        void read(RelocationSite site);
    }

    /** An unknown type masks as much as any type of any machine does. */
    private static final int WIDEST_FROM = -4;

    private static final int WIDEST_TO = 12;

    private final Row[] rows;

    RelocationTable(Row[] declared) {
        int last = 0;
        for (Row row : declared) {
            last = Math.max(last, row.type());
        }
        rows = new Row[last + 1];
        for (Row row : declared) {
            rows[row.type()] = row;
        }
    }

    /**
     * The table of a machine.
     *
     * @param header an object's or an image's
     * @return its table; empty for a machine that has none here
     */
    public static Optional<RelocationTable> of(ElfHeader header) {
        return switch (header.eMachine()) {
            case EM_386 -> Optional.of(new I386Relocations());
            case EM_X86_64 ->
                header.elfClass() == ElfClass.ELF64 ? Optional.of(new X86_64Relocations()) : Optional.empty();
            case EM_AARCH64 -> Optional.of(new AArch64Relocations());
            default -> Optional.empty();
        };
    }

    /** {@return whether the table has the type} */
    public final boolean isKnown(int type) {
        return type >= 0 && type < rows.length && rows[type] != null;
    }

    /** {@return the first byte that may change, counted from r_offset; 0 or less} */
    public int from(int type) {
        return isKnown(type) ? rows[type].from() : WIDEST_FROM;
    }

    /**
     * The end of the bytes that may change.
     *
     * @param type r_type
     * @param form what {@link #form} kept of the object
     * @return the end, exclusive, counted from r_offset
     */
    public int to(int type, int form) {
        return isKnown(type) ? rows[type].to() : WIDEST_TO;
    }

    /**
     * What must be kept of the object's bytes to judge those of an image.
     *
     * @param object the object's bytes
     * @param at where r_offset lies in them; the bytes {@code from} to {@code to} exist
     * @param type r_type
     * @return up to four bytes, as the table's {@link #read} wants them; 0 where nothing is needed
     */
    public abstract int form(byte[] object, int at, int type);

    /**
     * Reads what an image's field says of its symbol; the site then has an outcome.
     *
     * @param site moved to the place; the bytes {@code from} to {@code to} exist
     */
    public final void read(RelocationSite site) {
        if (isKnown(site.type)) {
            rows[site.type].read(site);
        } else {
            site.nothing();
        }
    }

    /**
     * Reads code that only leads elsewhere: a PLT slot, or a veneer.
     *
     * @param site moved to the first byte of a function; its outcome then is {@code ADDRESS} for a veneer, {@code WORD}
     *     for a slot, and {@code NOTHING} for any other code
     */
    public abstract void readStub(RelocationSite site);

    /** {@return size in bytes of the stub at the site, after {@link #readStub} found one} */
    public abstract int stubSize(RelocationSite site);

    /** {@return r_type of the relocation that stores an IFUNC resolver's result} */
    public abstract int irelativeType();

    /** {@return r_type of the relocation that adds the load address} */
    public abstract int relativeType();

    /**
     * Whether bytes are what linkers fill gaps with.
     *
     * @param code bytes
     * @param from first of them
     * @param to end of them, exclusive
     * @return whether all of them are fill: no-operations, traps or zeros
     */
    public abstract boolean isPadding(byte[] code, int from, int to);

    /**
     * The addend of a REL relocation, which stands in the field itself.
     *
     * @param object the object's bytes
     * @param at where r_offset lies in them
     * @param type r_type
     * @return the addend; 0 for machines that use RELA
     */
    public long implicitAddend(byte[] object, int at, int type) {
        return 0;
    }

    /** {@return r_type of an r_info} */
    public int type(long rInfo) {
        return (int) rInfo;
    }

    /** {@return symbol index of an r_info} */
    public int symbol(long rInfo) {
        return (int) (rInfo >>> 32);
    }
}
