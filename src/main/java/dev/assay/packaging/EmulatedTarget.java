package dev.assay.packaging;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * The machines that qemu's user emulators emulate, by the name of the emulator: {@code qemu-aarch64_be}.
 *
 * <p>Class, byte order and e_machine as qemu's scripts/qemu-binfmt-conf.sh registers them; read back from the entries that
 * Debian 12 and 13 ship. Some differ from the registry: microblaze and alpha keep the numbers that their tools used before
 * they were given one.
 */
public enum EmulatedTarget {
    //               class order       e_machine  registered
    AARCH64(64, Order.LITTLE, 183, Registered.EVERYWHERE),
    AARCH64_BE(64, Order.BIG, 183, Registered.SOMEWHERE),
    ALPHA(64, Order.LITTLE, 36902, Registered.EVERYWHERE),
    ARM(32, Order.LITTLE, 40, Registered.EVERYWHERE),
    ARMEB(32, Order.BIG, 40, Registered.EVERYWHERE),
    CRIS(32, Order.LITTLE, 76, Registered.SOMEWHERE),
    HEXAGON(32, Order.LITTLE, 164, Registered.EVERYWHERE),
    HPPA(32, Order.BIG, 15, Registered.EVERYWHERE),
    I386(32, Order.LITTLE, 3, Registered.EVERYWHERE),
    LOONGARCH64(64, Order.LITTLE, 258, Registered.EVERYWHERE),
    M68K(32, Order.BIG, 4, Registered.EVERYWHERE),
    MICROBLAZE(32, Order.BIG, 47787, Registered.EVERYWHERE),
    MICROBLAZEEL(32, Order.LITTLE, 47787, Registered.SOMEWHERE),
    MIPS(32, Order.BIG, 8, Registered.EVERYWHERE),
    MIPS64(64, Order.BIG, 8, Registered.EVERYWHERE),
    MIPS64EL(64, Order.LITTLE, 8, Registered.EVERYWHERE),
    MIPSEL(32, Order.LITTLE, 8, Registered.EVERYWHERE),
    MIPSN32(32, Order.BIG, 8, Registered.EVERYWHERE),
    MIPSN32EL(32, Order.LITTLE, 8, Registered.EVERYWHERE),
    NIOS2(32, Order.LITTLE, 113, Registered.SOMEWHERE),
    OR1K(32, Order.BIG, 92, Registered.SOMEWHERE),
    PPC(32, Order.BIG, 20, Registered.EVERYWHERE),
    PPC64(64, Order.BIG, 21, Registered.EVERYWHERE),
    PPC64ABI32(32, Order.BIG, 21, Registered.SOMEWHERE),
    PPC64LE(64, Order.LITTLE, 21, Registered.EVERYWHERE),
    RISCV32(32, Order.LITTLE, 243, Registered.EVERYWHERE),
    RISCV64(64, Order.LITTLE, 243, Registered.EVERYWHERE),
    S390X(64, Order.BIG, 22, Registered.EVERYWHERE),
    SH4(32, Order.LITTLE, 42, Registered.EVERYWHERE),
    SH4EB(32, Order.BIG, 42, Registered.EVERYWHERE),
    SPARC(32, Order.BIG, 2, Registered.EVERYWHERE),
    SPARC32PLUS(32, Order.BIG, 18, Registered.EVERYWHERE),
    SPARC64(64, Order.BIG, 43, Registered.EVERYWHERE),
    X86_64(64, Order.LITTLE, 62, Registered.EVERYWHERE),
    XTENSA(32, Order.LITTLE, 94, Registered.EVERYWHERE),
    XTENSAEB(32, Order.BIG, 94, Registered.EVERYWHERE);

    private static final String PREFIX = "qemu-";
    private static final String STATIC = "-static";
    private static final String LINK = "-binfmt-P";

    private final int bits;
    private final Order order;
    private final int eMachine;
    private final Registered registered;

    EmulatedTarget(int bits, Order order, int eMachine, Registered registered) {
        this.bits = bits;
        this.order = order;
        this.eMachine = eMachine;
        this.registered = registered;
    }

    /** Order of bytes. */
    public enum Order {
        LITTLE,
        BIG
    }

    /** Where an emulator is registered for its machine's files. */
    public enum Registered {
        /** By every distribution that ships it, but for the host's own machine. */
        EVERYWHERE,
        /** By some distributions or versions only. */
        SOMEWHERE
    }

    /** {@return its name: {@code aarch64_be}} */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@return 32 or 64} */
    public int bits() {
        return bits;
    }

    /** {@return the order of its bytes} */
    public Order order() {
        return order;
    }

    /** {@return e_machine of its ELF files} */
    public int eMachine() {
        return eMachine;
    }

    /** {@return where its emulator is registered} */
    public Registered registered() {
        return registered;
    }

    /** {@return class, order and e_machine in words: {@code 64-bit little-endian e_machine 183}} */
    public String traits() {
        return bits + "-bit " + order.name().toLowerCase(Locale.ROOT) + "-endian e_machine " + eMachine;
    }

    /** {@return the machine of that name} */
    public static Optional<EmulatedTarget> find(String word) {
        return Arrays.stream(values())
                .filter(target -> target.word().equals(word))
                .findFirst();
    }

    /**
     * The machine that a file's name promises an emulator of.
     *
     * @param path of an emulator, {@code usr/bin/qemu-arm-static}, or of a link to one, {@code
     *     usr/libexec/qemu-binfmt/arm-binfmt-P}
     * @return the machine; empty where the name is no emulator's
     */
    public static Optional<EmulatedTarget> ofProgram(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.endsWith(LINK)) {
            return find(name.substring(0, name.length() - LINK.length()));
        }
        return name.startsWith(PREFIX) ? find(without(name.substring(PREFIX.length()), STATIC)) : Optional.empty();
    }

    /**
     * The machine that an entry's name promises.
     *
     * @param name {@code qemu-arm}, perhaps with what tells it from another package's
     * @return the machine; empty where the name is of no machine
     */
    public static Optional<EmulatedTarget> ofEntry(String name) {
        if (!name.startsWith(PREFIX)) {
            return Optional.empty();
        }
        return find(without(without(name.substring(PREFIX.length()), STATIC), "-dynamic"));
    }

    private static String without(String name, String suffix) {
        return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : name;
    }
}
