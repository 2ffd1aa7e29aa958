package dev.assay.rules;

import dev.assay.linkage.ArchiveMemberFacts;
import dev.assay.linkage.ArchiveMemberFacts.Content;
import dev.assay.linkage.LinkageForm;
import dev.assay.rules.Finding.MemberName;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** What the rules on archives have in common: each asks every member. */
final class ArchiveMembers {
    private ArchiveMembers() {}

    /**
     * Asks each member that holds an object.
     *
     * @param facts of an artifact
     * @param breaches what breaks the rule in one member
     * @return broken by all that any member breaks, unproved where one cannot be read; kept by an archive without members, as
     *     libpthread.a has been since glibc 2.34; of no archive, not applicable
     */
    static Ruling judge(Facts facts, Function<ArchiveMemberFacts, List<Observation>> breaches) {
        if (facts.linkage().form() != LinkageForm.ARCHIVE) {
            return Ruling.notApplicable();
        }
        List<Observation> broken = new ArrayList<>();
        for (ArchiveMemberFacts member : facts.members()) {
            for (Observation breach : breaches.apply(member)) {
                broken.add(breach.in(name(facts, member)));
            }
        }
        return Ruling.of(broken, doubts(facts));
    }

    /** {@return the members that are no objects} */
    static List<Observation> doubts(Facts facts) {
        return facts.members().stream()
                .filter(member -> member.content() == Content.UNREADABLE)
                .map(member -> unreadable(member).in(name(facts, member)))
                .toList();
    }

    private static Observation unreadable(ArchiveMemberFacts member) {
        return Observation.of(
                        Quoted.path(member.name()) + " is no object of a machine that is known",
                        "ar archive",
                        "unreadable " + member.name())
                .mendedBy("take it out of the archive, or check that the archive is for the machine that was meant");
    }

    /** {@return the member by its archive's file name and its own} */
    static MemberName name(Facts facts, ArchiveMemberFacts member) {
        return new MemberName(facts.path().substring(facts.path().lastIndexOf('/') + 1), member.name());
    }
}
