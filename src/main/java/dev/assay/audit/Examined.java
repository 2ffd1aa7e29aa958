package dev.assay.audit;

import dev.assay.Origin;
import dev.assay.Origin.PackageId;
import dev.assay.linkage.ArchiveMemberFacts;
import dev.assay.linkage.BuildRecord;
import dev.assay.linkage.EmbeddedFiles;
import dev.assay.linkage.Linkage;
import dev.assay.provenance.Component;
import dev.assay.provenance.Composition;
import dev.assay.provenance.Evidence;
import dev.assay.reach.Culprit;
import dev.assay.reach.Hazard;
import dev.assay.report.Reason;
import dev.assay.rules.ComponentSpec;
import dev.assay.rules.Facts.NamedFunction;
import dev.assay.rules.RuleSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The facts about one artifact's content, whatever its name and whoever judges.
 *
 * @param sha256 of all its bytes, in lower-case hexadecimal
 * @param linkage what the headers say
 * @param provenance what it was compared with, and what came of it
 * @param hazards what it loads at run time although it is static
 * @param embedded the ELF files that lie inside it
 * @param members of an archive, in their order
 * @param placed members that lie in it and whose headers were read again
 * @param inside what is found in those, in their order
 * @param functions what its symbol table defines of what some rule set's components name
 * @param strings what it holds of the text that some rule set's components name
 * @param records what it says that it is, or was built from
 * @param reason why something is in it, when that was asked
 */
record Examined(
        String sha256,
        Linkage linkage,
        Provenance provenance,
        List<Hazard> hazards,
        EmbeddedFiles embedded,
        List<ArchiveMemberFacts> members,
        List<Culprit> placed,
        List<Examined> inside,
        List<NamedFunction> functions,
        List<String> strings,
        List<BuildRecord> records,
        Optional<Reason> reason) {
    Examined {
        hazards = List.copyOf(hazards);
        members = List.copyOf(members);
        placed = List.copyOf(placed);
        inside = List.copyOf(inside);
        functions = List.copyOf(functions);
        strings = List.copyOf(strings);
        records = List.copyOf(records);
    }

    /** {@return the libraries whose code it has, by source package, else by archive; the largest first} */
    List<Component> components() {
        return placed(origin -> origin.owner().map(PackageId::source).orElseGet(origin::archiveName));
    }

    /** {@return the libraries that show in it, as a rule set names them: those whose code it has, then those of which it has traces} */
    List<Component> components(RuleSet ruleSet) {
        Map<Origin, String> names = new HashMap<>();
        List<Component> components =
                new ArrayList<>(placed(origin -> names.computeIfAbsent(origin, ruleSet::libraryOf)));
        Set<String> found = components.stream().map(Component::name).collect(Collectors.toSet());
        for (ComponentSpec spec : ruleSet.components()) {
            if (found.contains(spec.name())) {
                continue;
            }
            List<String> symbols = functions.stream()
                    .map(NamedFunction::name)
                    .filter(spec::defines)
                    .toList();
            List<String> texts =
                    strings.stream().filter(spec.strings()::contains).toList();
            Optional<Component> said = declared().stream()
                    .filter(component -> component.name().equals(spec.name()))
                    .findFirst();
            if (!symbols.isEmpty()) {
                components.add(weak(spec.name(), Evidence.SYMBOL, symbols));
            } else if (!texts.isEmpty()) {
                components.add(weak(spec.name(), Evidence.STRING, texts));
            } else {
                said.ifPresent(components::add);
            }
        }
        return components;
    }

    /** {@return what it says that it is, or was built from: that is no proof, and breaks no rule} */
    List<Component> declared() {
        return records.stream()
                .map(record -> new Component(
                        record.name(),
                        Evidence.DECLARED,
                        Optional.of(new PackageId(
                                record.name(), record.version(), record.name(), record.version(), "", "")),
                        List.of(record.version()),
                        0,
                        0,
                        List.of(),
                        Optional.empty(),
                        List.of(record.saidBy())))
                .toList();
    }

    private List<Component> placed(Function<Origin, String> naming) {
        return Composition.of(provenance.map(), naming);
    }

    private static Component weak(String name, Evidence evidence, List<String> traces) {
        return new Component(name, evidence, Optional.empty(), List.of(), 0, 0, List.of(), Optional.empty(), traces);
    }
}
