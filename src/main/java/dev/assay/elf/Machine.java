package dev.assay.elf;

import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The machines that are known: those that qemu-user runs on or emulates, and those that Debian builds for. A machine is
 * e_machine, class and byte order together, as ld's emulations are; the name is the one that qemu and cli.md write.
 *
 * <p>e_machine values: gABI, "ELF Header", and the registry that binutils keeps in include/elf/common.h.
 */
public enum Machine {
    // name, e_machine, class, byte order, bits of an address of a user's program
    ALPHA("alpha", 0x9026, ElfClass.ELF64, Order.LITTLE, 42),
    AARCH64("aarch64", 183, ElfClass.ELF64, Order.LITTLE, 52),
    AARCH64_BE("aarch64_be", 183, ElfClass.ELF64, Order.BIG, 52),
    ARC("arc", 195, ElfClass.ELF32, Order.LITTLE, 32),
    ARM("arm", 40, ElfClass.ELF32, Order.LITTLE, 32),
    ARMEB("armeb", 40, ElfClass.ELF32, Order.BIG, 32),
    AVR("avr", 83, ElfClass.ELF32, Order.LITTLE, 32),
    CRIS("cris", 76, ElfClass.ELF32, Order.LITTLE, 32),
    CSKY("csky", 252, ElfClass.ELF32, Order.LITTLE, 32),
    HEXAGON("hexagon", 164, ElfClass.ELF32, Order.LITTLE, 32),
    HPPA("hppa", 15, ElfClass.ELF32, Order.BIG, 32),
    HPPA64("hppa64", 15, ElfClass.ELF64, Order.BIG, 63),
    I386("i386", 3, ElfClass.ELF32, Order.LITTLE, 32),
    IA64("ia64", 50, ElfClass.ELF64, Order.LITTLE, 63),
    LOONGARCH32("loongarch32", 258, ElfClass.ELF32, Order.LITTLE, 32),
    LOONGARCH64("loongarch64", 258, ElfClass.ELF64, Order.LITTLE, 48),
    M68K("m68k", 4, ElfClass.ELF32, Order.BIG, 32),
    MICROBLAZE("microblaze", 189, ElfClass.ELF32, Order.BIG, 32),
    MICROBLAZEEL("microblazeel", 189, ElfClass.ELF32, Order.LITTLE, 32),
    MIPS("mips", 8, ElfClass.ELF32, Order.BIG, 32),
    MIPSEL("mipsel", 8, ElfClass.ELF32, Order.LITTLE, 32),
    MIPSN32("mipsn32", Ids.MIPS_N32, ElfClass.ELF32, Order.BIG, 32),
    MIPSN32EL("mipsn32el", Ids.MIPS_N32, ElfClass.ELF32, Order.LITTLE, 32),
    MIPS64("mips64", 8, ElfClass.ELF64, Order.BIG, 48),
    MIPS64EL("mips64el", 8, ElfClass.ELF64, Order.LITTLE, 48),
    NIOS2("nios2", 113, ElfClass.ELF32, Order.LITTLE, 32),
    OR1K("or1k", 92, ElfClass.ELF32, Order.BIG, 32),
    PPC("ppc", 20, ElfClass.ELF32, Order.BIG, 32),
    PPCLE("ppcle", 20, ElfClass.ELF32, Order.LITTLE, 32),
    PPC64("ppc64", 21, ElfClass.ELF64, Order.BIG, 52),
    PPC64LE("ppc64le", 21, ElfClass.ELF64, Order.LITTLE, 52),
    RISCV32("riscv32", 243, ElfClass.ELF32, Order.LITTLE, 32),
    RISCV64("riscv64", 243, ElfClass.ELF64, Order.LITTLE, 56),
    S390("s390", 22, ElfClass.ELF32, Order.BIG, 31),
    S390X("s390x", 22, ElfClass.ELF64, Order.BIG, 63),
    SH4("sh4", 42, ElfClass.ELF32, Order.LITTLE, 32),
    SH4EB("sh4eb", 42, ElfClass.ELF32, Order.BIG, 32),
    SPARC("sparc", 2, ElfClass.ELF32, Order.BIG, 32),
    SPARC32PLUS("sparc32plus", 18, ElfClass.ELF32, Order.BIG, 32),
    SPARC64("sparc64", 43, ElfClass.ELF64, Order.BIG, 63),
    TRICORE("tricore", 44, ElfClass.ELF32, Order.LITTLE, 32),
    X32("x32", 62, ElfClass.ELF32, Order.LITTLE, 32),
    X86_64("x86-64", 62, ElfClass.ELF64, Order.LITTLE, 47),
    XTENSA("xtensa", 94, ElfClass.ELF32, Order.LITTLE, 32),
    XTENSAEB("xtensaeb", 94, ElfClass.ELF32, Order.BIG, 32);

    /** Byte orders, short enough for the table above. */
    private static final class Order {
        static final ByteOrder LITTLE = ByteOrder.LITTLE_ENDIAN;
        static final ByteOrder BIG = ByteOrder.BIG_ENDIAN;
    }

    private static final class Ids {
        /** EM_MIPS with a bit no e_machine has: EF_MIPS_ABI2 in e_flags tells n32 from o32 (MIPSpro N32 ABI). */
        static final int MIPS_N32 = 0x10000 | 8;
    }

    private static final int EM_MIPS = 8;
    private static final int EF_MIPS_ABI2 = 0x20;

    private final String machineName;
    private final int id;
    private final ElfClass elfClass;
    private final ByteOrder byteOrder;
    private final int addressBits;

    Machine(String machineName, int id, ElfClass elfClass, ByteOrder byteOrder, int addressBits) {
        this.machineName = machineName;
        this.id = id;
        this.elfClass = elfClass;
        this.byteOrder = byteOrder;
        this.addressBits = addressBits;
    }

    /**
     * The machine a header names.
     *
     * @param header an ELF header
     * @return the machine; empty when e_machine, class and byte order together are none that is known
     */
    public static Optional<Machine> of(ElfHeader header) {
        int id = header.eMachine();
        if (id == EM_MIPS && header.elfClass() == ElfClass.ELF32 && (header.flags() & EF_MIPS_ABI2) != 0) {
            id = Ids.MIPS_N32;
        }
        for (Machine machine : values()) {
            if (machine.id == id
                    && machine.elfClass == header.elfClass()
                    && machine.byteOrder.equals(header.byteOrder())) {
                return Optional.of(machine);
            }
        }
        return Optional.empty();
    }

    /** {@return the name: {@code x86-64}} */
    public String machineName() {
        return machineName;
    }

    /** {@return e_machine} */
    public int eMachine() {
        return id & 0xffff;
    }

    /** {@return the width of its addresses and records} */
    public ElfClass elfClass() {
        return elfClass;
    }

    /** {@return how its numbers are laid out} */
    public ByteOrder byteOrder() {
        return byteOrder;
    }

    /** {@return how many bits an address of a user's program may have on the largest configuration (the kernel's TASK_SIZE)} */
    public int addressBits() {
        return addressBits;
    }
}
