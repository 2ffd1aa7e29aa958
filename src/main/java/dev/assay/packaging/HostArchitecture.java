package dev.assay.packaging;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The machines that packages are made for: as distributions call them, and what runs there without an emulator. */
public enum HostArchitecture {
    X86_64("x86-64", List.of("amd64", "x86_64"), EnumSet.of(EmulatedTarget.X86_64, EmulatedTarget.I386)),
    I386("i386", List.of("i386", "i486", "i586", "i686"), EnumSet.of(EmulatedTarget.X86_64, EmulatedTarget.I386)),
    X32("x32", List.of("x32"), EnumSet.of(EmulatedTarget.X86_64, EmulatedTarget.I386)),
    AARCH64("aarch64", List.of("arm64", "aarch64"), EnumSet.of(EmulatedTarget.AARCH64, EmulatedTarget.ARM)),
    ARM("arm", List.of("armhf", "armel", "armv7hl", "armv7l", "armv6hl", "armv5tel"), EnumSet.of(EmulatedTarget.ARM)),
    RISCV64("riscv64", List.of("riscv64"), EnumSet.of(EmulatedTarget.RISCV64, EmulatedTarget.RISCV32)),
    S390X("s390x", List.of("s390x"), EnumSet.of(EmulatedTarget.S390X)),
    PPC64LE("ppc64le", List.of("ppc64el", "ppc64le"), EnumSet.of(EmulatedTarget.PPC64LE)),
    PPC64("ppc64", List.of("ppc64"), EnumSet.of(EmulatedTarget.PPC64, EmulatedTarget.PPC, EmulatedTarget.PPC64ABI32)),
    PPC("ppc", List.of("powerpc", "ppc"), EnumSet.of(EmulatedTarget.PPC)),
    LOONGARCH64("loongarch64", List.of("loong64", "loongarch64"), EnumSet.of(EmulatedTarget.LOONGARCH64)),
    MIPS64EL(
            "mips64el",
            List.of("mips64el"),
            EnumSet.of(EmulatedTarget.MIPS64EL, EmulatedTarget.MIPSEL, EmulatedTarget.MIPSN32EL)),
    MIPSEL("mipsel", List.of("mipsel"), EnumSet.of(EmulatedTarget.MIPSEL)),
    MIPS64("mips64", List.of("mips64"), EnumSet.of(EmulatedTarget.MIPS64, EmulatedTarget.MIPS, EmulatedTarget.MIPSN32)),
    MIPS("mips", List.of("mips"), EnumSet.of(EmulatedTarget.MIPS)),
    SPARC64(
            "sparc64",
            List.of("sparc64"),
            EnumSet.of(EmulatedTarget.SPARC64, EmulatedTarget.SPARC, EmulatedTarget.SPARC32PLUS)),
    ALPHA("alpha", List.of("alpha"), EnumSet.of(EmulatedTarget.ALPHA)),
    HPPA("hppa", List.of("hppa"), EnumSet.of(EmulatedTarget.HPPA)),
    M68K("m68k", List.of("m68k"), EnumSet.of(EmulatedTarget.M68K)),
    SH4("sh4", List.of("sh4"), EnumSet.of(EmulatedTarget.SH4));

    private final String machine;
    private final ImmutableList<String> names;
    private final ImmutableSet<EmulatedTarget> own;

    HostArchitecture(String machine, List<String> names, Set<EmulatedTarget> own) {
        this.machine = machine;
        this.names = ImmutableList.copyOf(names);
        this.own = ImmutableSet.copyOf(own);
    }

    /** {@return the architecture that a distribution calls so; empty where it is not known, or for every machine} */
    public static Optional<HostArchitecture> of(String architecture) {
        return Arrays.stream(values())
                .filter(one -> one.names.contains(architecture))
                .findFirst();
    }

    /** {@return the architecture whose images are of that machine} */
    public static Optional<HostArchitecture> ofMachine(String machine) {
        return Arrays.stream(values())
                .filter(one -> one.machine.equals(machine))
                .findFirst();
    }

    /** {@return its machine, as {@code Linkage} names those of images} */
    public String machine() {
        return machine;
    }

    /** {@return the emulator of the machine itself; empty where there is none} */
    public Optional<EmulatedTarget> itself() {
        return EmulatedTarget.find(name().toLowerCase(Locale.ROOT));
    }

    /** {@return whether files of that machine run there, or may, without an emulator} */
    public boolean runs(EmulatedTarget target) {
        return own.contains(target);
    }
}
