package dev.assay.packaging;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An entry that asks the kernel to hand files of some kind to an interpreter (binfmt_misc).
 *
 * @param format of the file that it is written in
 * @param file path in the package, as registered: where a link stands in the directory that is read, the link's
 * @param line in the file, from 1
 * @param name what the kernel lists it as
 * @param offset of the magic in a file, in bytes
 * @param magic bytes of the magic, each 0 to 255; empty for an entry by file name extension
 * @param mask as long as the magic, where both are well formed; all 255 where none is written
 * @param interpreter path of what runs the files
 * @param flags as registered
 * @param faults why the kernel, or what registers it, would refuse it; empty when it would not
 */
public record BinfmtEntry(
        Format format,
        String file,
        int line,
        String name,
        int offset,
        List<Integer> magic,
        List<Integer> mask,
        String interpreter,
        Set<Flag> flags,
        List<String> faults) {
    /** Who reads the file, and registers what it says. */
    public enum Format {
        /** systemd-binfmt: register strings, {@code binfmt.d/*.conf}. */
        SYSTEMD,
        /** binfmt-support: {@code key value}, {@code usr/share/binfmts/*}. */
        UPDATE_BINFMTS
    }

    /** The kernel's letters. */
    public enum Flag {
        /** The interpreter is told {@code argv[0]}. */
        P,
        /** The interpreter is handed the open file. */
        O,
        /** Credentials are taken from the file, not from the interpreter. */
        C,
        /** The interpreter is opened when the entry is registered, and used for ever after. */
        F
    }

    private static final List<Integer> ELF = List.of(0x7f, 0x45, 0x4c, 0x46);
    private static final int EI_CLASS = 4;
    private static final int EI_DATA = 5;
    private static final int EI_VERSION = 6;
    private static final int EI_OSABI = 7;
    private static final int EI_ABIVERSION = 8;
    private static final int E_TYPE = 16;
    private static final int E_MACHINE = 18;
    private static final int E_FLAGS = 36;
    private static final int EM_MIPS = 8;
    private static final int ABI2 = 0x20;

    public BinfmtEntry {
        magic = List.copyOf(magic);
        mask = List.copyOf(mask);
        flags = Set.copyOf(flags);
        faults = List.copyOf(faults);
    }

    /** {@return where it is written, for people: {@code usr/lib/binfmt.d/qemu-arm.conf:1}} */
    public String place() {
        return format == Format.SYSTEMD ? file + ":" + line : file;
    }

    /** {@return whether it asks for ELF files} */
    public boolean isForElf() {
        return offset == 0
                && magic.size() >= ELF.size()
                && magic.subList(0, ELF.size()).equals(ELF);
    }

    /** {@return whether it is an emulator's, by its own name or its interpreter's} */
    public boolean isForEmulator() {
        return target().isPresent()
                || name.startsWith("qemu-")
                || fileName(interpreter).startsWith("qemu-");
    }

    /** {@return the machine that its name promises, or else its interpreter's} */
    public Optional<EmulatedTarget> target() {
        return EmulatedTarget.ofEntry(name).or(() -> EmulatedTarget.ofProgram(interpreter));
    }

    /** {@return what of the ELF header its mask leaves open that tells machines apart; empty when nothing} */
    public List<String> leftOpen() {
        if (!isForElf() || mask.size() != magic.size()) {
            return List.of("the four bytes that begin every ELF file");
        }
        // The values to tell apart are 1 and 2: a mask that has neither bit tells nothing.
        List<String> open = new ArrayList<>();
        if ((maskAt(EI_CLASS) & 3) == 0) {
            open.add("EI_CLASS");
        }
        if ((maskAt(EI_DATA) & 3) == 0) {
            open.add("EI_DATA");
        }
        if (maskAt(E_MACHINE) == 0 && maskAt(E_MACHINE + 1) == 0) {
            open.add("e_machine");
        }
        return open;
    }

    /** {@return whether it matches ELF files of that class, order and e_machine} */
    public boolean matches(EmulatedTarget target) {
        boolean little = target.order() == EmulatedTarget.Order.LITTLE;
        int low = target.eMachine() & 0xff;
        int high = target.eMachine() >> 8;
        return isOfAbi(target)
                && agrees(EI_CLASS, target.bits() == 64 ? 2 : 1)
                && agrees(EI_DATA, little ? 1 : 2)
                && agrees(E_MACHINE, little ? low : high)
                && agrees(E_MACHINE + 1, little ? high : low);
    }

    /**
     * {@return programs of a machine that it does not match, by what their ELF headers have; empty where it matches all: those
     * with fixed addresses and those without, and with GNU's extensions, such as indirect functions, or not}
     */
    public List<String> leftOut(EmulatedTarget target) {
        int low = target.order() == EmulatedTarget.Order.LITTLE ? E_TYPE : E_TYPE + 1;
        int high = target.order() == EmulatedTarget.Order.LITTLE ? E_TYPE + 1 : E_TYPE;
        List<String> left = new ArrayList<>();
        if (!agrees(EI_VERSION, 1) || !agrees(EI_ABIVERSION, 0) || !agrees(high, 0)) {
            left.add("every program");
        }
        if (!agrees(low, 2)) {
            left.add("e_type ET_EXEC");
        }
        if (!agrees(low, 3)) {
            left.add("e_type ET_DYN");
        }
        if (!agrees(EI_OSABI, 0)) {
            left.add("EI_OSABI 0 (System V)");
        }
        if (!agrees(EI_OSABI, 3)) {
            left.add("EI_OSABI 3 (GNU)");
        }
        return left;
    }

    // MIPS o32 and n32 differ in one bit of e_flags, which ends at byte 39 (EF_MIPS_ABI2: binutils include/elf/mips.h).
    private boolean isOfAbi(EmulatedTarget target) {
        if (target.eMachine() != EM_MIPS || target.bits() == 64) {
            return true;
        }
        int at = target.order() == EmulatedTarget.Order.LITTLE ? E_FLAGS : E_FLAGS + 3;
        boolean n32 = target == EmulatedTarget.MIPSN32 || target == EmulatedTarget.MIPSN32EL;
        return at >= magic.size() || ((magic.get(at) ^ (n32 ? ABI2 : 0)) & maskAt(at) & ABI2) == 0;
    }

    /** {@return the machines whose files it matches} */
    public List<EmulatedTarget> matched() {
        return List.of(EmulatedTarget.values()).stream().filter(this::matches).toList();
    }

    /** {@return whether some file matches both} */
    public boolean overlaps(BinfmtEntry other) {
        if (magic.isEmpty() || other.magic.isEmpty()) {
            return false;
        }
        int from = Math.max(offset, other.offset);
        int to = Math.min(offset + magic.size(), other.offset + other.magic.size());
        for (int at = from; at < to; at++) {
            int both = mask.get(at - offset) & other.mask.get(at - other.offset);
            if (((magic.get(at - offset) ^ other.magic.get(at - other.offset)) & both) != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean agrees(int at, int value) {
        return at >= magic.size() || ((magic.get(at) ^ value) & maskAt(at)) == 0;
    }

    private int maskAt(int at) {
        return at < mask.size() ? mask.get(at) : 0;
    }

    private static String fileName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
