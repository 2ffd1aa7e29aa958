package dev.assay.rules;

import dev.assay.packaging.UpgradeRule;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Every rule, in the order in which findings are listed. */
public final class RuleCatalog {
    private static final List<Rule> ALL = List.of(
            new ElfMalformed(),
            new NotExecutable(),
            new Packed(),
            new EmbeddedElf(),
            new ElfInterpreter(),
            new ElfNeeded(),
            new ElfLoadsObject(),
            new ElfViewsDisagree(),
            new ElfUndefinedSymbol(),
            new ElfRunpath(),
            new ElfTextrel(),
            new HazardNss(),
            new HazardIconv(),
            new HazardDlopen(),
            new ExecutableStack(),
            new WritableCode(),
            new NoRelro(),
            new NoPie(),
            new NoBranchProtection(),
            new ArchiveNotPic(),
            new ArchiveExecutableStack(),
            new ArchiveLtoOnly(),
            new ArchiveUndefinedSymbol(),
            new ArchiveNoBranchProtection(),
            new ComponentMissing(),
            new ComponentForbidden(),
            new ComponentUnproved(),
            new ComponentVersion(),
            new ComponentMixed(),
            new SymbolProvenance(),
            new UnexplainedCode(),
            new MustBeDynamic());

    private static final List<PackageRule> OF_PACKAGES = List.of(
            new NameSuffix(),
            new NameCollision(),
            new BinfmtMissing(),
            new BinfmtInvalid(),
            new BinfmtTarget(),
            new BinfmtFlags(),
            new BinfmtShadowed(),
            new PackageConflict(),
            new PackageRequires(),
            new PackageArchitecture(),
            new PackageMixed(),
            new PresentButUndeclared(),
            new DeclaredButAbsent());

    private RuleCatalog() {}

    /** {@return all rules of artifacts} */
    public static List<Rule> all() {
        return ALL;
    }

    /** {@return all rules of packages and sets of them} */
    public static List<PackageRule> ofPackages() {
        return OF_PACKAGES;
    }

    /** {@return what the rule of that name asks, in one line; empty when there is no such rule} */
    public static Optional<String> summary(String name) {
        return find(name)
                .map(Rule::summary)
                .or(() -> OF_PACKAGES.stream()
                        .filter(rule -> rule.name().equals(name))
                        .map(PackageRule::summary)
                        .findFirst())
                .or(() -> UpgradeRule.find(name).map(UpgradeRule::summary))
                .or(() -> RunRules.names().contains(name) ? Optional.of(RunRules.summary(name)) : Optional.empty());
    }

    /** {@return the names of what {@code diff} asks of an upgrade; no rule set says how much that matters} */
    public static List<String> ofUpgrades() {
        return UpgradeRule.keys();
    }

    /** {@return how much a rule of upgrades matters} */
    public static Severity severityOfUpgrade(String name) {
        return switch (UpgradeRule.find(name).orElseThrow().gravity()) {
            case ERROR -> Severity.ERROR;
            case INFO -> Severity.INFO;
        };
    }

    /** {@return the rule of artifacts of that name} */
    public static Optional<Rule> find(String name) {
        return ALL.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }

    /** {@return the names of all rules, in their order} */
    public static List<String> names() {
        return Stream.of(
                        ALL.stream().map(Rule::name),
                        OF_PACKAGES.stream().map(PackageRule::name),
                        RunRules.names().stream())
                .flatMap(names -> names)
                .distinct()
                .toList();
    }
}
