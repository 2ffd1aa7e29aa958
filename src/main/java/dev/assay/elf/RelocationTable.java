package dev.assay.elf;

import com.google.errorprone.annotations.Immutable;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A machine's relocation types: for each, the bytes around r_offset that a linker may change, and how to read the symbol's
 * address back out of an image. One subclass a machine; each row names its source.
 */
public abstract class RelocationTable {

    /** One relocation type: a constant of a table's enumeration, so that it has a name. */
    interface Row {
        /** {@return what the type changes} */
        Field field();
    }

    /**
     * What a relocation type changes.
     *
     * @param type r_type
     * @param from the first byte that may change, counted from r_offset; 0 or less
     * @param to the end, exclusive, of the bytes that may change, counted from r_offset
     * @param reader reads what the site says of its symbol
     */
    @Immutable
    record Field(int type, int from, int to, FieldReader reader) {}

    /** How a field is read: a function of the site alone. */
    @Immutable
    interface FieldReader {
        void read(RelocationSite site);
    }

    /** An unknown type masks as much as any type of any machine does. */
    private static final int WIDEST_FROM = -4;

    private static final int WIDEST_TO = 12;

    private final ByteOrder order;
    private final Field[] fields;

    RelocationTable(ByteOrder order, Row[] declared) {
        this.order = order;
        int last = 0;
        for (Row row : declared) {
            last = Math.max(last, row.field().type());
        }
        fields = new Field[last + 1];
        for (Row row : declared) {
            fields[row.field().type()] = row.field();
        }
    }

    /** {@return the byte order of the machine} */
    final ByteOrder order() {
        return order;
    }

    /**
     * The table of a machine.
     *
     * @param header an object's or an image's
     * @return its table; empty for a machine that has none here
     */
    public static Optional<RelocationTable> of(ElfHeader header) {
        return Machine.of(header).flatMap(RelocationTable::of);
    }

    private static Optional<RelocationTable> of(Machine machine) {
        return switch (machine) {
            case I386 -> Optional.of(new I386Relocations());
            case X86_64 -> Optional.of(new X86_64Relocations());
            case AARCH64 -> Optional.of(new AArch64Relocations());
            case ARM -> Optional.of(new ArmRelocations());
            case PPC64LE -> Optional.of(new Ppc64Relocations());
            case RISCV64 -> Optional.of(new RiscvRelocations());
            case S390X -> Optional.of(new S390xRelocations());
            case MIPS64EL -> Optional.of(new MipsRelocations(ByteOrder.LITTLE_ENDIAN));
            case MIPS64 -> Optional.of(new MipsRelocations(ByteOrder.BIG_ENDIAN));
            default -> Optional.empty();
        };
    }

    /** {@return whether the table has the type} */
    public final boolean isKnown(int type) {
        return type >= 0 && type < fields.length && fields[type] != null;
    }

    /** {@return the first byte that may change, counted from r_offset; 0 or less} */
    public int from(int type) {
        return isKnown(type) ? fields[type].from() : WIDEST_FROM;
    }

    /**
     * The end of the bytes that may change.
     *
     * @param type r_type
     * @param form what {@link #form} kept of the object
     * @return the end, exclusive, counted from r_offset
     */
    public int to(int type, int form) {
        return isKnown(type) ? fields[type].to() : WIDEST_TO;
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
     * As {@link #form(byte[], int, int)}, of machines where the addend tells what bytes may change.
     *
     * @param addend A
     */
    public int form(byte[] object, int at, int type, long addend) {
        return form(object, at, type);
    }

    /** {@return whether a linker may delete bytes of those that a relocation of the type may change} */
    public boolean deletes(int type) {
        return false;
    }

    /**
     * How many bytes an image has at a place of which a linker may delete some.
     *
     * @param site moved to the place in the image
     * @return their number; -1 when what stands there is nothing that a linker leaves
     */
    public int length(RelocationSite site) {
        return to(site.type, site.form) - from(site.type);
    }

    /**
     * Reads what an image's field says of its symbol; the site then has an outcome.
     *
     * @param site moved to the place; the bytes {@code from} to {@code to} exist
     */
    public final void read(RelocationSite site) {
        site.order = order;
        if (isKnown(site.type)) {
            fields[site.type].reader().read(site);
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
    public boolean isPadding(byte[] code, int from, int to) {
        for (int i = from; i < to; ) {
            int fill = fillSize(code, i, to);
            if (fill == 0 && code[i] != 0) {
                return false;
            }
            i += Math.max(1, fill);
        }
        return true;
    }

    /** {@return bytes of the no-operation or trap that begins at an index of bytes and ends before {@code to}; 0 when none does} */
    int fillSize(byte[] code, int at, int to) {
        return 0;
    }

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

    /** {@return what is to be added to S + A of a field that points at data, to have where it points} */
    public int pointerBias(int type) {
        return 0;
    }

    /** {@return what a field tells of where the string or constant lies that it points at} */
    public Pointee pointee(int type) {
        return Pointee.ADDEND;
    }

    /**
     * Where a function's code stands.
     *
     * @param function an address as a function's symbol, or a pointer to it, has it
     * @return the address of its first instruction: without ARM's Thumb bit
     */
    public long codeAddress(long function) {
        return function;
    }

    /** {@return the name by which code finds what fields count from that are said to count from the GOT} */
    public String gotName() {
        return "_GLOBAL_OFFSET_TABLE_";
    }

    /**
     * An image's bytes as they were before the linker changed some for the address that they came to lie at, where no
     * relocation says so.
     *
     * @param image the image's bytes
     * @param loads its segments with bytes in the file, which lie in them
     * @return the same array, or a changed copy
     */
    public byte[] restored(byte[] image, List<Segment> loads) {
        return image;
    }

    /**
     * Where fields count from that count from the GOT, as far as the image's own code says.
     *
     * @param image the image's bytes
     * @param loads its segments with bytes in the file, which lie in them
     * @return the address; empty for machines whose archive members say it
     */
    public OptionalLong gotAddress(byte[] image, List<Segment> loads) {
        return OptionalLong.empty();
    }

    /** Rewrites relocations that mean what other sections say. */
    void settle(ObjectFile object) {}

    /** {@return r_type of an r_info} */
    public int type(long rInfo) {
        return (int) rInfo;
    }

    /** {@return symbol index of an r_info} */
    public int symbol(long rInfo) {
        return (int) (rInfo >>> 32);
    }
}
