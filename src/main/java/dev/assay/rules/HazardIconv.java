package dev.assay.rules;

import dev.assay.reach.HazardKind;

/** hazard-iconv: nothing asks glibc for a character conversion that it must load. Page: docs/rules/hazard-iconv.md */
final class HazardIconv implements Rule {
    static final String NAME = "hazard-iconv";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "no code of glibc that loads character conversions (gconv) can be reached";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return HazardFinding.judge(
                facts,
                HazardKind.ICONV,
                "glibc's iconv and wide streams load gconv modules, and with them that system's libc.so.6; in an empty chroot"
                        + " all character sets but ASCII, UTF-8, UCS-2 and UCS-4 fail",
                "link with musl, whose iconv is built in; or keep to the C and UTF-8 locales");
    }
}
