package dev.assay.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.packaging.BinfmtEntry.Flag;
import dev.assay.packaging.BinfmtEntry.Format;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BinfmtFilesTest {
    private static final String MAGIC =
            "\\x7fELF\\x01\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\x28\\x00";
    private static final String MASK =
            "\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\x00\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xff\\xfe\\xff\\xff\\xff";

    private static BinfmtEntry line(String text) {
        return BinfmtFiles.parse(Format.SYSTEMD, "usr/lib/binfmt.d/x.conf", text)
                .get(0);
    }

    private static String register(String magic, String mask) {
        return ":qemu-arm:M::" + magic + ":" + mask + ":/usr/bin/qemu-arm-static:F";
    }

    @Test
    void aRegisterStringIsReadAsTheKernelDoes() {
        BinfmtEntry entry = line(register(MAGIC, MASK));
        assertThat(entry.faults()).isEmpty();
        assertThat(entry.name()).isEqualTo("qemu-arm");
        assertThat(entry.magic()).hasSize(20).startsWith(0x7f, 'E' + 0, 'L' + 0, 'F' + 0);
        assertThat(entry.interpreter()).isEqualTo("/usr/bin/qemu-arm-static");
        assertThat(entry.flags()).containsExactly(Flag.F);
        assertThat(entry.matched()).containsExactly(EmulatedTarget.ARM);
        assertThat(entry.leftOpen()).isEmpty();
    }

    @Test
    void anyDelimiterWillDoAndNoMaskIsTheWholeMagic() {
        BinfmtEntry entry = line(register(MAGIC, "").replace(':', ','));
        assertThat(entry.faults()).isEmpty();
        assertThat(entry.mask()).hasSize(20).containsOnly(0xff);
    }

    @Test
    void commentsAndEmptyLinesArePassedOverAndCounted() {
        List<BinfmtEntry> entries = BinfmtFiles.parse(
                Format.SYSTEMD, "usr/lib/binfmt.d/x.conf", "# a\n; b\n\n" + register(MAGIC, MASK) + "\n");
        assertThat(entries).singleElement().extracting(BinfmtEntry::line).isEqualTo(4);
    }

    // Each was tried on Linux 6.18 in a mount of its own, by who wrote down the kernel's rules.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                ":a/b:M::ab::/i:          | its name 'a/b' cannot be that of a file",
                "::M::abcde::/i:          | its name '' cannot be that of a file",
                ":abcdef:X::ab::/i:       | type 'X', the kernel knows M and E",
                ":abcdef:M:-1:ab::/i:     | offset '-1' is no decimal number",
                ":abcdef:M:::mask:/i:     | its magic is empty",
                ":abcdef:M::ab:\\xff:/i:  | its mask has 1 bytes, its magic 2",
                ":abcdef:M:253:abcd::/i:  | offset and magic reach byte 257, the kernel looks at 256",
                ":abcdef:M::\\xg0::/i:    | its magic has \\x without two hexadecimal digits",
                ":abcdef:M::ab:::         | it names no interpreter",
                ":abcdef:M::ab::i:        | interpreter 'i' is a relative path",
                ":abcdef:M::ab::/i:FX     | flag 'X', the kernel knows P, O, C and F",
                ":abcdef:M::ab:/i         | it has 5 fields, the kernel expects 7",
                ":a:M::b::/                | the line has 10 bytes, the kernel takes 11 to 1920",
                ":abcdef:E::a/b::/i:      | its file name extension is empty or has a slash"
            })
    void whatTheKernelWouldRefuseIsNamed(String text, String fault) {
        assertThat(line(text.strip()).faults()).contains(fault);
    }

    @ParameterizedTest
    @ValueSource(strings = {":abcdef:M:252:abcd::/i:", ":abcdef:E::exe::/usr/bin/wine:", ":abcdef:M::ab::/i:OCPF"})
    void whatTheKernelTakesHasNoFault(String text) {
        assertThat(line(text).faults()).isEmpty();
    }

    @Test
    void theLongestLineHas1920Bytes() {
        String most = ":" + "n".repeat(1920 - 14) + ":M::abcd::/i:";
        assertThat(line(most).faults()).isEmpty();
        assertThat(line(most + "F").faults()).containsExactly("the line has 1921 bytes, the kernel takes 11 to 1920");
    }

    @ParameterizedTest
    @CsvSource({"4, EI_CLASS", "5, EI_DATA"})
    void aMaskThatTellsNoMachinesApartLeavesThemOpen(int at, String field) {
        String mask = MASK.substring(0, 4 * at) + "\\x00" + MASK.substring(4 * at + 4);
        assertThat(line(register(MAGIC, mask)).leftOpen()).containsExactly(field);
    }

    @Test
    void halfOfTheMachineIsEnoughAndNoneIsNot() {
        String low = MASK.substring(0, 4 * 18);
        assertThat(line(register(MAGIC, low + "\\xff\\x00")).leftOpen()).isEmpty();
        assertThat(line(register(MAGIC, low + "\\x00\\x00")).leftOpen()).containsExactly("e_machine");
        assertThat(line(register("MZ", "")).leftOpen()).isNotEmpty();
    }

    // As Debian's entries for i386 and x86-64: the lowest bit of EI_DATA need not be looked at.
    @Test
    void oneBitOfTwoTellsByteOrdersApart() {
        String mask = MASK.substring(0, 4 * 5) + "\\xfe" + MASK.substring(4 * 5 + 4);
        assertThat(line(register(MAGIC, mask)).leftOpen()).isEmpty();
    }

    @Test
    void updateBinfmtsWritesKeysAndValues() {
        BinfmtEntry entry = BinfmtFiles.parse(
                        Format.UPDATE_BINFMTS, "usr/share/binfmts/qemu-arm", """
                        package qemu-user-static
                        interpreter /usr/libexec/qemu-binfmt/arm-binfmt-P
                        magic %s
                        offset 0
                        mask %s
                        credentials no
                        fix_binary yes
                        preserve yes
                        """.formatted(MAGIC, MASK))
                .get(0);
        assertThat(entry.faults()).isEmpty();
        assertThat(entry.flags()).containsExactlyInAnyOrder(Flag.F, Flag.P);
        assertThat(entry.target()).contains(EmulatedTarget.ARM);
        assertThat(entry.matched()).containsExactly(EmulatedTarget.ARM);
    }

    // update-binfmts 2.2.2: "required 'package' line missing", "can't use both --magic and --extension".
    @Test
    void updateBinfmtsWantsAPackageAndOneKindOfMatch() {
        assertThat(BinfmtFiles.parse(
                                Format.UPDATE_BINFMTS,
                                "usr/share/binfmts/x",
                                "interpreter /usr/bin/x\nmagic x\nextension x\n")
                        .get(0)
                        .faults())
                .containsExactly(
                        "it names no package, which update-binfmts wants",
                        "it has extension and magic, update-binfmts takes one");
    }

    @Test
    void mipsO32AndN32DifferInOneBitOfTheFlags() {
        String head = "\\x7fELF\\x01\\x02\\x01" + "\\x00".repeat(9) + "\\x00\\x02\\x00\\x08" + "\\x00".repeat(19);
        BinfmtEntry o32 = line(":qemu-mips:M::" + head + "\\x00::/i:");
        BinfmtEntry n32 = line(":qemu-mipsn32:M::" + head + "\\x20::/i:");
        assertThat(o32.matched()).containsExactly(EmulatedTarget.MIPS);
        assertThat(n32.matched()).containsExactly(EmulatedTarget.MIPSN32);
        assertThat(o32.overlaps(n32)).isFalse();
        assertThat(o32.overlaps(o32)).isTrue();
    }

    @Test
    void aTemplateRegistersNothingUntilALinkLeadsToIt() {
        BinaryPackage user = SetBuilder.deb("qemu-user")
                .text("usr/share/qemu/binfmt.d/qemu-arm.conf", register(MAGIC, MASK))
                .made();
        BinaryPackage binfmt = SetBuilder.deb("qemu-user-binfmt")
                .says("Depends: qemu-user (= 1-1)")
                .symlink("usr/lib/binfmt.d/qemu-arm.conf", "../../share/qemu/binfmt.d/qemu-arm.conf")
                .symlink("usr/lib/binfmt.d/qemu-sh4.conf", "/dev/null")
                .made();
        PackageSet set = SetBuilder.set(user, binfmt);
        assertThat(BinfmtFiles.registeredBy(user, set)).isEmpty();
        assertThat(BinfmtFiles.registeredBy(binfmt, set))
                .singleElement()
                .extracting(BinfmtEntry::place)
                .isEqualTo("usr/lib/binfmt.d/qemu-arm.conf:1");
    }

    @Test
    void ofFilesOfOneNameInAPackageThatInEtcCounts() {
        BinaryPackage owner = SetBuilder.deb("qemu-user-binfmt")
                .text("usr/lib/binfmt.d/a.conf", register(MAGIC, MASK))
                .text("etc/binfmt.d/a.conf", register(MAGIC, MASK))
                .text("run/binfmt.d/a.conf", register(MAGIC, MASK))
                .text("usr/lib/binfmt.d/off.conf", register(MAGIC, MASK))
                .symlink("etc/binfmt.d/off.conf", "/dev/null")
                .text("usr/share/binfmts/a.conf", "magic x\n")
                .made();
        assertThat(BinfmtFiles.registeredBy(owner, SetBuilder.set(owner)))
                .extracting(BinfmtEntry::file)
                .containsExactlyInAnyOrder("etc/binfmt.d/a.conf", "usr/share/binfmts/a.conf");
    }

    /** A mask that looks at a bit too many, where qemu's own does not. */
    @ParameterizedTest
    @CsvSource({
        "16, \\xff, e_type ET_DYN",
        "7, \\xff, EI_OSABI 3 (GNU)",
    })
    void aMaskThatLooksAtMoreLeavesProgramsOut(int at, String value, String left) {
        String mask = MASK.substring(0, 4 * at) + value + MASK.substring(4 * at + 4);
        assertThat(line(register(MAGIC, mask)).leftOut(EmulatedTarget.ARM)).containsExactly(left);
        assertThat(line(register(MAGIC, MASK)).leftOut(EmulatedTarget.ARM)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "usr/lib/binfmt.d/a.conf, true",
        "lib/binfmt.d/a.conf, true",
        "etc/binfmt.d/a.conf, true",
        "usr/lib/binfmt.d/a.conf.bak, false",
        "usr/lib/binfmt.d/x/a.conf, false",
        "usr/share/binfmts/qemu-arm, true",
        "usr/share/qemu/binfmt.d/a.conf, true",
        "usr/bin/qemu-arm, false"
    })
    void entriesLieWhereTheyAreRead(String path, boolean isOne) {
        assertThat(BinfmtFiles.isOne(path)).isEqualTo(isOne);
    }
}
