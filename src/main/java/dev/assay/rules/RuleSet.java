package dev.assay.rules;

import dev.assay.Origin;
import dev.assay.Origin.PackageId;
import dev.assay.linkage.LinkageForm;
import dev.assay.rules.ComponentSpec.Presence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which rules are asked of which artifacts, how much each matters, and of what an image may be made. A set that extends
 * another is this value with everything that it inherits.
 *
 * @param name the set's name
 * @param source how a command line names it: the file, or the name of a set that ships
 * @param kind what it judges
 * @param artifacts patterns on paths of the artifacts that it is for; empty: all
 * @param roles roles of packages, in the order in which they are asked
 * @param rules the setting of each rule that it or a set that it extends names
 * @param components what it says of libraries
 * @param others whether libraries that no component names may be in an image
 */
public record RuleSet(
        String name,
        String source,
        Kind kind,
        List<Glob> artifacts,
        List<Role> roles,
        Map<String, RuleSetting> rules,
        List<ComponentSpec> components,
        Others others) {

    /** What a rule set judges. */
    public enum Kind {
        IMAGE,
        ARCHIVE
    }

    /** Whether libraries that no component names may be in an image. */
    public enum Others {
        ALLOWED,
        FORBIDDEN
    }

    /** What a program of a dynamic role is asked (cli.md, "Rule sets"). */
    private static final Set<String> ASKED_OF_DYNAMIC_ROLES = Set.of(ElfMalformed.NAME, MustBeDynamic.NAME);

    public RuleSet {
        artifacts = List.copyOf(artifacts);
        roles = List.copyOf(roles);
        rules = new LinkedHashMap<>(rules);
        components = List.copyOf(components);
    }

    /** {@return the settings, in the order in which the sets name them; a copy} */
    @Override
    public Map<String, RuleSetting> rules() {
        return new LinkedHashMap<>(rules);
    }

    /**
     * Whether the set is for an artifact that lies in no package.
     *
     * @param path the artifact's path
     * @return whether it is
     */
    public boolean isFor(String path) {
        return artifacts.isEmpty() || artifacts.stream().anyMatch(pattern -> pattern.matchesPath(path));
    }

    /**
     * Whether the set is for an artifact of a package: the package has a role that the artifact plays, or it has none
     * and the set is for the path.
     *
     * @param path the artifact's path in the package
     * @param shippedBy the package
     * @return whether it is
     */
    public boolean isFor(String path, PackageId shippedBy) {
        List<Role> having = roles.stream().filter(role -> role.isOf(shippedBy)).toList();
        return having.isEmpty() ? isFor(path) : having.stream().anyMatch(role -> role.isPlayedBy(path));
    }

    /** {@return the role that an artifact of a package plays: the first that fits} */
    public Optional<Role> roleOf(String path, PackageId shippedBy) {
        return roles.stream()
                .filter(role -> role.isOf(shippedBy) && role.isPlayedBy(path))
                .findFirst();
    }

    /** {@return how the rule is asked; off when no set names it} */
    public RuleSetting setting(String rule) {
        return rules.getOrDefault(rule, RuleSetting.of(Severity.OFF));
    }

    /**
     * The component that an archive is of: by its package where that is known, else by its file name. Where packages of
     * one name belong to several components the archive's name decides.
     *
     * @param origin where the archive comes from
     * @return the component's name; empty for an archive of no component
     */
    public Optional<String> componentOf(Origin origin) {
        List<ComponentSpec> candidates =
                components.stream().filter(spec -> spec.includes(origin)).toList();
        return candidates.stream()
                .filter(spec -> candidates.size() == 1 || spec.namesArchiveOf(origin))
                .findFirst()
                .or(() -> candidates.stream().findFirst())
                .map(ComponentSpec::name);
    }

    /** {@return what an archive's library is called: its component's name; without one its source package, else the archive} */
    public String libraryOf(Origin origin) {
        return componentOf(origin)
                .or(() -> origin.owner().map(PackageId::source))
                .orElseGet(origin::archiveName);
    }

    /** {@return what the set says of the component of that name} */
    public Optional<ComponentSpec> component(String component) {
        return components.stream().filter(spec -> spec.name().equals(component)).findFirst();
    }

    /** {@return whether an image must not have the component of that name} */
    public boolean forbids(String component) {
        return component(component)
                .map(spec -> spec.presence() == Presence.FORBIDDEN)
                .orElse(others == Others.FORBIDDEN);
    }

    /**
     * What one rule says of an artifact.
     *
     * @param rule the rule's name
     * @param severity how much it matters here, never {@code OFF}
     * @param ruling its answer
     */
    public record Judgement(String rule, Severity severity, Ruling ruling) {}

    /** {@return the names of the rules that are asked of an artifact, in the order of the catalog} */
    public List<String> asked(Facts facts) {
        return RuleCatalog.all().stream()
                .map(Rule::name)
                .filter(rule -> severity(rule, facts) != Severity.OFF)
                .toList();
    }

    /** {@return the names of the rules that are asked of packages with a role, in the order of the catalog} */
    public List<String> askedOfPackages() {
        return RuleCatalog.ofPackages().stream()
                .map(PackageRule::name)
                .filter(rule -> setting(rule).severity() != Severity.OFF)
                .toList();
    }

    /** {@return what each rule that is asked says, in the order of the catalog, kept rules too} */
    public List<Judgement> judgements(Facts facts) {
        List<Judgement> judgements = new ArrayList<>();
        for (Rule rule : RuleCatalog.all()) {
            Severity severity = severity(rule.name(), facts);
            if (severity != Severity.OFF) {
                judgements.add(new Judgement(rule.name(), severity, rule.judge(facts, this)));
            }
        }
        return judgements;
    }

    /** {@return what is broken or unproved, in the order of the catalog} */
    public List<Finding> judge(Facts facts) {
        List<Finding> findings = new ArrayList<>();
        for (Judgement judgement : judgements(facts)) {
            for (Observation seen : judgement.ruling().broken()) {
                findings.add(finding(judgement, Finding.Kind.BROKEN, seen));
            }
            for (Observation seen : judgement.ruling().unproved()) {
                findings.add(finding(judgement, Finding.Kind.UNPROVED, seen));
            }
        }
        return Finding.numbered(findings);
    }

    /**
     * The verdict on an artifact (cli.md, "Verdicts"). What is malformed, or no ELF file at all, always fails.
     *
     * @param facts of the artifact
     * @param findings what {@link #judge} said of it, waivers and baseline applied
     * @param failOn the lowest severity that fails
     * @return the verdict
     */
    public Verdict verdict(Facts facts, List<Finding> findings, Severity failOn) {
        LinkageForm form = facts.linkage().form();
        if (form == LinkageForm.MALFORMED || form == LinkageForm.NOT_ELF) {
            return Verdict.FAIL;
        }
        return Verdict.of(findings, failOn);
    }

    private Severity severity(String rule, Facts facts) {
        if (alwaysAsked(facts.linkage().form()).contains(rule)) {
            return Severity.ERROR;
        }
        Optional<Role> role = facts.shippedBy().flatMap(shippedBy -> roleOf(facts.path(), shippedBy));
        boolean isAsked = role.map(played -> switch (played.linking()) {
                    case STATIC -> !rule.equals(MustBeDynamic.NAME);
                    case DYNAMIC -> ASKED_OF_DYNAMIC_ROLES.contains(rule);
                    case NONE -> rule.equals(ElfMalformed.NAME) || rule.equals(MustBeDynamic.NAME);
                })
                .orElse(!rule.equals(MustBeDynamic.NAME));
        return isAsked ? setting(rule).severity() : Severity.OFF;
    }

    /** What always fails must also say why, whatever a set switches off. */
    private static Set<String> alwaysAsked(LinkageForm form) {
        return switch (form) {
            case MALFORMED -> Set.of(ElfMalformed.NAME);
            case NOT_ELF -> Set.of(NotExecutable.NAME);
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT, RELOCATABLE, CORE, OPAQUE, ARCHIVE -> Set.of();
        };
    }

    /** {@return the role of a package: the first that is of it, whatever its programs play} */
    public Optional<Role> roleOf(PackageId shipped) {
        return roles.stream().filter(role -> role.isOf(shipped)).findFirst();
    }

    /**
     * What the rules of packages say of a set of them.
     *
     * @param facts what is known of the set
     * @return what is broken or unproved, in the order of the catalog
     */
    public List<PackageFinding> judgePackages(PackageFacts facts) {
        List<PackageFinding> findings = new ArrayList<>();
        PackagesInRole packages = new PackagesInRole(facts, this);
        for (PackageRule rule : RuleCatalog.ofPackages()) {
            Severity severity = setting(rule.name()).severity();
            if (severity != Severity.OFF) {
                Judgement judgement = new Judgement(rule.name(), severity, Ruling.notApplicable());
                for (PackageObservation said : rule.judge(packages)) {
                    findings.add(
                            new PackageFinding(said.packagePath(), finding(judgement, said.ruling(), said.seen())));
                }
            }
        }
        return numbered(findings);
    }

    private static List<PackageFinding> numbered(List<PackageFinding> findings) {
        Map<Optional<String>, List<Finding>> byPackage = new LinkedHashMap<>();
        for (PackageFinding one : findings) {
            byPackage
                    .computeIfAbsent(one.packagePath(), none -> new ArrayList<>())
                    .add(one.finding());
        }
        List<PackageFinding> numbered = new ArrayList<>();
        byPackage.forEach((path, said) ->
                Finding.numbered(said).forEach(finding -> numbered.add(new PackageFinding(path, finding))));
        return numbered;
    }

    /**
     * A finding of a package, or of several together.
     *
     * @param packagePath of the package file; empty for what lies between packages
     * @param finding it
     */
    public record PackageFinding(Optional<String> packagePath, Finding finding) {}

    private Finding finding(Judgement judgement, Finding.Kind kind, Observation seen) {
        return new Finding(
                judgement.rule(),
                name,
                kind,
                judgement.severity().reaches(seen.most()) ? seen.most() : judgement.severity(),
                seen.seen(),
                seen.mend(),
                seen.evidence(),
                seen.address(),
                seen.offset(),
                seen.member(),
                seen.subject(),
                "",
                false,
                Optional.empty());
    }
}
