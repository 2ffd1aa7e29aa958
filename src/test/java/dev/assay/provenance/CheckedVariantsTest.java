package dev.assay.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.Origin;
import java.util.List;
import org.junit.jupiter.api.Test;

class CheckedVariantsTest {
    private static CheckedVariants of(String archive, String... members) {
        List<Placement> placements = List.of(members).stream()
                .map(member -> new Placement(
                        new InputSectionId(Origin.ofPath("usr/lib/" + archive), member, ".text"),
                        0x1000,
                        16,
                        true,
                        Evidence.EXACT,
                        List.of(),
                        List.of()))
                .toList();
        return CheckedVariants.of(
                new LinkMap(placements, List.of(), List.of(), List.of(), Coverage.unexplained(0), Connections.none()));
    }

    @Test
    void theMembersOfLibcTell() {
        assertThat(of(
                        "libc.a",
                        "stack_chk_fail.o",
                        "memcpy_chk-nonshared.o",
                        "____longjmp_chk.o",
                        "sprintf_chk.o",
                        "chk_fail.o"))
                .isEqualTo(new CheckedVariants(true, List.of("longjmp", "memcpy", "sprintf")));
    }

    @Test
    void whatIsNotThereOrNotOfLibcTellsNothing() {
        CheckedVariants none = new CheckedVariants(false, List.of());
        assertThat(of("libc.a", "memcpy.o", "printf.o")).isEqualTo(none);
        assertThat(of("libmine.a", "memcpy_chk.o", "stack_chk_fail.o")).isEqualTo(none);
    }
}
