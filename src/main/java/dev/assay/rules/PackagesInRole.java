package dev.assay.rules;

import dev.assay.linkage.Linkage;
import dev.assay.linkage.LinkageForm;
import dev.assay.packaging.BinaryPackage;
import dev.assay.packaging.BinfmtEntry;
import dev.assay.packaging.BinfmtFiles;
import dev.assay.packaging.EmulatedTarget;
import dev.assay.packaging.PackageSet;
import dev.assay.packaging.PackageSet.Completeness;
import dev.assay.packaging.PackageSet.Found;
import dev.assay.packaging.PackagedFile;
import dev.assay.packaging.Relation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A set of packages as the rules of one rule set see it: who has which role, registers what, and holds which programs. */
final class PackagesInRole {
    /**
     * A package and its role.
     *
     * @param owner the package
     * @param role the first that is of it
     */
    record Member(BinaryPackage owner, Role role) {}

    /**
     * An entry and who registers it.
     *
     * @param owner the package
     * @param entry what it registers
     */
    record Registered(BinaryPackage owner, BinfmtEntry entry) {
        /** {@return where it is written, for people: {@code qemu-user-static: usr/lib/binfmt.d/qemu-arm.conf:1}} */
        String place() {
            return owner.name() + ": " + entry.place();
        }
    }

    /**
     * An ELF program of a package, under one of its names.
     *
     * @param owner the package
     * @param role of the package
     * @param path what it is started by: its own, or that of a symbolic link in the package
     * @param file where it lies
     * @param linkage what its headers say
     */
    record Program(BinaryPackage owner, Role role, String path, PackagedFile file, Linkage linkage) {
        /** {@return the machine that its name promises to emulate} */
        Optional<EmulatedTarget> target() {
            return EmulatedTarget.ofProgram(path);
        }
    }

    /**
     * Two packages that may be installed together, one of which at least has a role.
     *
     * @param one the first by path
     * @param other the second
     */
    record Pair(BinaryPackage one, BinaryPackage other) {
        /** {@return their names, for a subject} */
        String names() {
            return one.name() + " " + other.name();
        }
    }

    private final PackageFacts facts;
    private final RuleSet ruleSet;
    private final List<Member> members = new ArrayList<>();
    private final Map<String, List<BinfmtEntry>> entries = new LinkedHashMap<>();

    PackagesInRole(PackageFacts facts, RuleSet ruleSet) {
        this.facts = facts;
        this.ruleSet = ruleSet;
        for (BinaryPackage owner : facts.set().packages()) {
            ruleSet.roleOf(owner.id()).ifPresent(role -> members.add(new Member(owner, role)));
            entries.put(owner.path(), BinfmtFiles.registeredBy(owner, facts.set()));
        }
    }

    /** {@return what is known of the set} */
    PackageFacts facts() {
        return facts;
    }

    /** {@return the rule set that asks} */
    RuleSet ruleSet() {
        return ruleSet;
    }

    /** {@return the set} */
    PackageSet set() {
        return facts.set();
    }

    /** {@return the packages that have a role, by path} */
    List<Member> members() {
        return members;
    }

    /** {@return what packages with a role register, by package, file and line} */
    List<Registered> registered() {
        List<Registered> all = new ArrayList<>();
        for (Member member : members) {
            entriesOf(member.owner()).forEach(entry -> all.add(new Registered(member.owner(), entry)));
        }
        return all;
    }

    /** {@return what emulators' entries packages with a role register, those left out that the kernel would refuse} */
    List<Registered> accepted() {
        return registered().stream()
                .filter(one -> one.entry().isForEmulator()
                        && BinfmtInvalid.faults(one.entry()).isEmpty())
                .toList();
    }

    /** {@return what a package registers} */
    List<BinfmtEntry> entriesOf(BinaryPackage owner) {
        return entries.getOrDefault(owner.path(), List.of());
    }

    /** {@return the ELF programs in packages with a role that a name in PATH starts and that play it, by package and path} */
    List<Program> programs() {
        List<Program> programs = new ArrayList<>();
        for (Member member : members) {
            for (PackagedFile file : member.owner().files().values()) {
                if (isInPath(file.path()) && member.role().isPlayedBy(file.path())) {
                    program(member, file).ifPresent(programs::add);
                }
            }
        }
        return programs;
    }

    private Optional<Program> program(Member member, PackagedFile named) {
        Optional<PackagedFile> file = switch (named.kind()) {
            case FILE -> Optional.of(named);
            case SYMBOLIC_LINK -> emulatorBehind(member.owner(), named);
            case DIRECTORY, SPECIAL -> Optional.empty();
        };
        return file.flatMap(led ->
                led.linkage().map(linkage -> new Program(member.owner(), member.role(), named.path(), led, linkage)));
    }

    /** What a link with an emulator's name leads to in its own package; elsewhere it is the other package's program. */
    private Optional<PackagedFile> emulatorBehind(BinaryPackage owner, PackagedFile link) {
        return EmulatedTarget.ofProgram(link.path())
                .flatMap(target -> set().resolve(owner, link.path()))
                .filter(found -> found.owner().equals(owner))
                .map(Found::file);
    }

    private static boolean isInPath(String path) {
        String merged = PackagedFile.merged(path);
        return merged.startsWith("usr/bin/") || merged.startsWith("usr/sbin/");
    }

    /** {@return where an entry's interpreter leads} */
    Optional<Found> interpreter(Registered registered) {
        return set().resolve(registered.owner(), registered.entry().interpreter());
    }

    /** {@return packages that may be installed together, one of which has a role; by path} */
    List<Pair> pairs() {
        List<BinaryPackage> all = set().packages();
        List<Pair> pairs = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            for (int j = i + 1; j < all.size(); j++) {
                if ((hasRole(all.get(i)) || hasRole(all.get(j))) && set().mayMeet(all.get(i), all.get(j))) {
                    pairs.add(new Pair(all.get(i), all.get(j)));
                }
            }
        }
        return pairs;
    }

    private boolean hasRole(BinaryPackage owner) {
        return members.stream().anyMatch(member -> member.owner().equals(owner));
    }

    /** {@return packages with a role that one requires and that are not in the set; what is not found may lie in them} */
    List<String> lacking(BinaryPackage owner) {
        return owner.relations(Relation.Kind.REQUIRES).stream()
                .filter(relation -> set().packages().stream().noneMatch(other -> other.is(relation)))
                .filter(relation -> relation.alternatives().stream().anyMatch(one -> namesRole(one.name())))
                .map(Relation::written)
                .toList();
    }

    private boolean namesRole(String packageName) {
        return ruleSet.roles().stream()
                .flatMap(role -> role.packages().stream())
                .anyMatch(pattern -> pattern.matchesName(packageName));
    }

    /** {@return whether all packages that were given could be read} */
    boolean isWhole() {
        return set().completeness() == Completeness.WHOLE;
    }

    /** {@return whether an image starts without any other file} */
    static boolean isSelfContained(Linkage linkage) {
        boolean isStatic = linkage.form() == LinkageForm.STATIC || linkage.form() == LinkageForm.STATIC_PIE;
        return isStatic && linkage.interpreter().isEmpty() && linkage.needed().isEmpty();
    }
}
