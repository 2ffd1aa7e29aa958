package dev.assay.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.provenance.Evidence;
import dev.assay.reach.Hazard;
import dev.assay.reach.HazardKind;
import dev.assay.reach.Reachability;
import dev.assay.rules.Finding.MemberName;
import java.util.List;
import org.junit.jupiter.api.Test;

class HazardFindingTest {
    private final FactsBuilder builder =
            new FactsBuilder().places(0x1000, Evidence.EXACT, List.of(), FactsBuilder.LIBC);

    private List<Observation> seenAt(long address, Reachability reachable) {
        builder.hazards = List.of(new Hazard(
                HazardKind.DLOPEN,
                reachable,
                Hazard.Search.MADE,
                "libc.a(dlopen.o)",
                Hazard.Glibc.SINCE_2_34,
                address,
                List.of()));
        return new HazardDlopen()
                .judge(builder.facts(), HeaderRulesTest.shipped("static"))
                .broken();
    }

    @Test
    void namesTheMemberWhoseCodeIsThere() {
        assertThat(seenAt(0x100f, Reachability.UNKNOWN).get(0).member()).hasValue(new MemberName("libc.a", "member.o"));
    }

    @Test
    void namesNoMemberWhereNoneIsProved() {
        assertThat(seenAt(0x1010, Reachability.UNKNOWN).get(0).member()).isEmpty();
        assertThat(seenAt(0xfff, Reachability.UNKNOWN).get(0).member()).isEmpty();
        builder.placements.clear();
        builder.places(0x1000, Evidence.EXACT, List.of(FactsBuilder.section(FactsBuilder.LIBZ)), FactsBuilder.LIBC);
        assertThat(seenAt(0x1000, Reachability.UNKNOWN).get(0).member()).isEmpty();
    }

    @Test
    void whatIsNotReachedIsNoFinding() {
        assertThat(seenAt(0x1000, Reachability.NO)).isEmpty();
    }
}
