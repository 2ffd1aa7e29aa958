package dev.assay.rules;

import dev.assay.reach.Hazard.Glibc;
import dev.assay.reach.HazardKind;

/** hazard-nss: nothing asks glibc's name service switch. Page: docs/rules/hazard-nss.md */
final class HazardNss implements Rule {
    static final String NAME = "hazard-nss";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "no code of glibc that loads name services (NSS) can be reached";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        boolean old = facts.hazards().stream()
                .anyMatch(hazard -> hazard.kind() == HazardKind.NSS && hazard.library() == Glibc.BEFORE_2_34);
        String fails = old
                ? "of glibc before 2.34 all of them, files and dns too: in an empty chroot every look-up fails"
                : "since glibc 2.34 files and dns are built in: in an empty chroot only other services fail";
        return HazardFinding.judge(
                facts,
                HazardKind.NSS,
                "glibc's look-up of users, groups and hosts loads the services that nsswitch.conf names; " + fails,
                "link with musl, or without getpwnam, getgrnam, getaddrinfo and their like");
    }
}
