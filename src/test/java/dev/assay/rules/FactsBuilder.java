package dev.assay.rules;

import dev.assay.Origin;
import dev.assay.Origin.PackageId;
import dev.assay.linkage.ArchiveMemberFacts;
import dev.assay.linkage.BranchProtection;
import dev.assay.linkage.EmbeddedFiles;
import dev.assay.linkage.Linkage;
import dev.assay.linkage.LinkageForm;
import dev.assay.packaging.Declaration.Declared;
import dev.assay.provenance.Component;
import dev.assay.provenance.Connections;
import dev.assay.provenance.Coverage;
import dev.assay.provenance.Evidence;
import dev.assay.provenance.InputSectionId;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import dev.assay.provenance.ReferenceSummary;
import dev.assay.reach.Culprit;
import dev.assay.reach.Hazard;
import dev.assay.rules.Facts.NamedFunction;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Facts of a sound static-pie image, changed one by one. */
final class FactsBuilder {
    static final Origin LIBC = origin("libc.a", "libc6-dev", "glibc", "2.36-9");
    static final Origin LIBZ = origin("libz.a", "zlib1g-dev", "zlib", "1:1.2.13");
    static final Origin LIBZ_NEW = origin("libz.a", "zlib1g-dev", "zlib", "1:1.3.1");
    static final Origin NUMA = origin("libnuma.a", "libnuma-dev", "numactl", "2.0.16");

    LinkageForm form = LinkageForm.STATIC_PIE;
    String machine = "x86-64";
    boolean machineKnown = true;
    Optional<String> interpreter = Optional.empty();
    List<Linkage.DynamicString> needed = List.of();
    List<Linkage.DynamicString> loads = List.of();
    List<Linkage.DynamicString> searchPaths = List.of();
    Optional<Linkage.DynamicFlag> textRelocations = Optional.empty();
    List<String> undefinedSymbols = List.of();
    Linkage.Stack stack = Linkage.Stack.NOT_EXECUTABLE;
    boolean heedsStackNotes = true;
    Linkage.Relro relro = Linkage.Relro.FULL;
    List<Linkage.WritableCode> writableCode = List.of();
    boolean positionIndependent = true;
    List<Linkage.Disagreement> disagreements = List.of();
    Optional<Linkage.Packing> packing = Optional.empty();
    BranchProtection branchProtection = new BranchProtection(List.of("IBT", "SHSTK"), List.of());
    List<Hazard> hazards = List.of();
    List<ArchiveMemberFacts> members = List.of();
    List<Culprit> placed = List.of();
    EmbeddedFiles embedded = EmbeddedFiles.none();
    Optional<Linkage.Malformation> malformation = Optional.empty();
    final List<Component> components = new ArrayList<>();
    final List<ReferenceSummary> references = new ArrayList<>();
    final List<Placement> placements = new ArrayList<>();
    final List<NamedFunction> symbols = new ArrayList<>();
    final List<Declared> declared = new ArrayList<>();
    Coverage coverage = Coverage.unexplained(0);
    boolean matched = true;

    static Origin origin(String archive, String name, String source, String version) {
        return new Origin(
                "usr/lib/" + archive, Optional.of(new PackageId(name, version, source, version, "", "amd64")));
    }

    FactsBuilder form(LinkageForm is) {
        form = is;
        return this;
    }

    FactsBuilder read(Origin... origins) {
        for (Origin origin : origins) {
            references.add(new ReferenceSummary(origin, List.of(), 0));
        }
        return this;
    }

    FactsBuilder has(String component, Evidence evidence, Origin origin, String... versions) {
        components.add(new Component(
                component,
                evidence,
                origin.owner(),
                List.of(versions),
                100,
                0,
                List.of(),
                Optional.empty(),
                List.of("trace")));
        return this;
    }

    /** Sixteen bytes of code at an address. */
    FactsBuilder places(long address, Evidence evidence, List<InputSectionId> alternatives, Origin... versions) {
        placements.add(
                new Placement(section(versions[0]), address, 16, true, evidence, alternatives, List.of(versions)));
        return this;
    }

    static InputSectionId section(Origin origin) {
        return new InputSectionId(origin, "member.o", ".text");
    }

    Facts facts() {
        Linkage linkage = new Linkage(
                form,
                machine,
                machineKnown,
                interpreter,
                needed,
                loads,
                searchPaths,
                textRelocations,
                undefinedSymbols,
                stack,
                heedsStackNotes,
                relro,
                writableCode,
                positionIndependent,
                disagreements,
                packing,
                branchProtection,
                List.of(),
                malformation);
        return new Facts(
                "usr/bin/qemu-arm-static",
                Optional.empty(),
                linkage,
                components,
                coverage,
                matched
                        ? Optional.of(
                                new LinkMap(placements, List.of(), List.of(), List.of(), coverage, Connections.none()))
                        : Optional.empty(),
                references,
                symbols,
                hazards,
                embedded,
                members,
                placed,
                declared);
    }
}
