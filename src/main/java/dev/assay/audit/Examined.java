package dev.assay.audit;

import dev.assay.linkage.EmbeddedFiles;
import dev.assay.linkage.Linkage;
import dev.assay.provenance.Component;
import dev.assay.provenance.Coverage;
import dev.assay.provenance.Evidence;
import dev.assay.reach.Hazard;
import dev.assay.rules.ComponentSpec;
import dev.assay.rules.Facts.NamedFunction;
import dev.assay.rules.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The facts about one artifact's content, whatever its name and whoever judges.
 *
 * @param sha256 of all its bytes, in lower-case hexadecimal
 * @param linkage what the headers say
 * @param coverage how its executable bytes are explained
 * @param hazards what it loads at run time although it is static
 * @param embedded the ELF files that lie inside it
 * @param inside what is found in those, in their order
 * @param functions what its symbol table defines of what some rule set's components name
 * @param strings what it holds of the text that some rule set's components name
 */
record Examined(
        String sha256,
        Linkage linkage,
        Coverage coverage,
        List<Hazard> hazards,
        EmbeddedFiles embedded,
        List<Examined> inside,
        List<NamedFunction> functions,
        List<String> strings) {
    Examined {
        hazards = List.copyOf(hazards);
        inside = List.copyOf(inside);
        functions = List.copyOf(functions);
        strings = List.copyOf(strings);
    }

    /** {@return the libraries that show in it, as a rule set names them, by name} */
    List<Component> components(RuleSet ruleSet) {
        List<Component> components = new ArrayList<>();
        for (ComponentSpec spec : ruleSet.components()) {
            List<String> symbols = functions.stream()
                    .map(NamedFunction::name)
                    .filter(spec::defines)
                    .toList();
            List<String> texts =
                    strings.stream().filter(spec.strings()::contains).toList();
            if (!symbols.isEmpty()) {
                components.add(weak(spec.name(), Evidence.SYMBOL, symbols));
            } else if (!texts.isEmpty()) {
                components.add(weak(spec.name(), Evidence.STRING, texts));
            }
        }
        return components;
    }

    private static Component weak(String name, Evidence evidence, List<String> traces) {
        return new Component(name, evidence, Optional.empty(), List.of(), 0, 0, List.of(), Optional.empty(), traces);
    }
}
