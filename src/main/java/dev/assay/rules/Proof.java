package dev.assay.rules;

import dev.assay.Origin.PackageId;
import java.util.List;
import java.util.Optional;

/** How to prove a component that is not: commands to paste. */
final class Proof {
    private Proof() {}

    /** {@return how to get a reference for a component of which none was read} */
    static String byReference(ComponentSpec spec, RuleSet ruleSet) {
        for (Distribution distribution : Distribution.values()) {
            List<Glob> packages = spec.packages().getOrDefault(distribution, List.of());
            if (!packages.isEmpty()) {
                return byPackage(distribution, packages.get(0), ruleSet);
            }
        }
        return "give the archives that it was linked with (" + spec.archives().get(0) + "): --reference PATH";
    }

    /**
     * {@return how to get the right version of a reference, where another one was read}
     *
     * @param built the version of its source that the image was built with, where its package says so
     */
    static String byVersion(ComponentSpec spec, PackageId read, Optional<String> built, RuleSet ruleSet) {
        Optional<Distribution> distribution =
                spec.distributionsOf(read.name()).stream().findFirst();
        // Binary packages mostly bear their source's version; where this one does not, the version stays to be filled
        // in.
        String version = built.filter(declared ->
                        read.version().equals(read.sourceVersion()) && !declared.equals(read.sourceVersion()))
                .orElse("VERSION");
        String wanted = switch (distribution.map(Distribution::format).orElse(Distribution.PackageFormat.DEB)) {
            case DEB -> read.name() + "=" + version;
            case RPM -> read.name() + "-" + version;
        };
        return distribution
                .map(known -> "give the version that it was linked with: " + known.downloadCommand(Glob.of(wanted))
                        + " && " + check(ruleSet, known.downloadedFiles(Glob.of(read.name()))))
                .orElse("give the archives that it was linked with: --reference PATH");
    }

    private static String byPackage(Distribution distribution, Glob packageName, RuleSet ruleSet) {
        // A shell makes several words of a pattern that matches several files, and --reference takes one.
        String files = packageName.isLiteral() ? distribution.downloadedFiles(packageName) : ".";
        return distribution.downloadCommand(packageName) + " && " + check(ruleSet, files);
    }

    /** {@return one word of a shell's command line} */
    private static String word(String text) {
        return text.matches("[\\w./+~:@%,-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
    }

    // Any other reference replaces the default ones, by which the other components are proved.
    private static String check(RuleSet ruleSet, String reference) {
        return "assay check --rules " + word(ruleSet.source()) + " --reference default --reference " + reference
                + " ...";
    }
}
