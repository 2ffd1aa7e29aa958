package dev.assay.rules;

import dev.assay.reach.HazardKind;

/** hazard-dlopen: the program calls no dlopen. Page: docs/rules/hazard-dlopen.md */
final class HazardDlopen implements Rule {
    static final String NAME = "hazard-dlopen";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "the program calls no dlopen";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return HazardFinding.judge(
                facts,
                HazardKind.DLOPEN,
                "dlopen loads shared objects, and with them the libc.so.6 of the glibc that it was linked with; in an empty"
                        + " chroot it fails",
                "build the plug-ins in, or configure the program without them");
    }
}
