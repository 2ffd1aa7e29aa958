package dev.assay.rules;

import dev.assay.provenance.Component;
import dev.assay.provenance.Evidence;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import dev.assay.rules.Facts.NamedFunction;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * symbol-provenance: a function that bears the name of a component is that component's code, and no look-alike, patched
 * or bundled copy. Page: docs/rules/symbol-provenance.md
 */
final class SymbolProvenance implements Rule {
    static final String NAME = "symbol-provenance";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "a function that bears a component's name is that component's code";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC, SHARED_OBJECT ->
                facts.symbols().isEmpty() ? Ruling.notApplicable() : compare(facts, ruleSet);
            case OPAQUE -> Ruling.unproved(Packed.hides("its code"));
            case RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    private static Ruling compare(Facts facts, RuleSet ruleSet) {
        ComponentNames names = new ComponentNames(ruleSet);
        List<Placement> placements = facts.linkMap().map(LinkMap::placements).orElse(List.of()).stream()
                .filter(Placement::executable)
                .sorted(Comparator.comparing(Placement::address, Long::compareUnsigned))
                .toList();
        List<Observation> broken = new ArrayList<>();
        List<Observation> doubts = new ArrayList<>();
        for (ComponentSpec spec : ruleSet.components()) {
            List<NamedFunction> functions = facts.symbols().stream()
                    .filter(function -> spec.defines(function.name()))
                    .toList();
            boolean searched = facts.linkMap().isPresent()
                    && !names.references(facts, spec.name()).isEmpty();
            if (!functions.isEmpty() && !searched) {
                doubts.add(unsearched(spec, functions, ruleSet));
                continue;
            }
            for (NamedFunction function : functions) {
                Optional<Placement> there = at(function.address(), placements);
                if (there.filter(placement -> isProvedToBe(spec, placement, names))
                        .isEmpty()) {
                    (couldBe(spec, there, facts, names) ? doubts : broken).add(seen(function, spec, there));
                }
            }
        }
        return Ruling.of(broken, doubts);
    }

    /** The last placement that begins at or before the address, if it reaches it. Overlaps are folded twins. */
    private static Optional<Placement> at(long address, List<Placement> placements) {
        int low = 0;
        int high = placements.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Long.compareUnsigned(placements.get(middle).address(), address) <= 0) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low == 0
                ? Optional.empty()
                : Optional.of(placements.get(low - 1))
                        .filter(last -> Long.compareUnsigned(address - last.address(), last.size()) < 0);
    }

    private static boolean isProvedToBe(ComponentSpec spec, Placement placement, ComponentNames names) {
        return placement.evidence() == Evidence.EXACT
                && names.of(placement.section().origin()).equals(spec.name())
                && placement.alternatives().stream()
                        .allMatch(other -> names.of(other.origin()).equals(spec.name()));
    }

    /** Another version's code, or code that fits several components, is a doubt and no breach. */
    private static boolean couldBe(ComponentSpec spec, Optional<Placement> there, Facts facts, ComponentNames names) {
        if (there.isPresent()) {
            return names.of(there.get().section().origin()).equals(spec.name())
                    || there.get().alternatives().stream()
                            .anyMatch(other -> names.of(other.origin()).equals(spec.name()));
        }
        return facts.component(spec.name())
                .map(Component::evidence)
                .filter(Evidence.CODE::equals)
                .isPresent();
    }

    private static Observation seen(NamedFunction function, ComponentSpec spec, Optional<Placement> there) {
        String place = there.map(placement -> "what lies there is "
                        + placement.section().origin().archiveName() + "("
                        + placement.section().member() + ")"
                        + switch (placement.evidence()) {
                            case EXACT -> placement.alternatives().isEmpty() ? "" : ", or another";
                            case CODE -> " of another build or version";
                            case SYMBOL, STRING, DECLARED -> ", which is not proved";
                        })
                .orElse("no archive of " + spec.name() + " that was read has this code");
        return Observation.of(
                        function.name() + " at 0x" + Long.toHexString(function.address()) + " bears a name of "
                                + spec.name() + ": " + place,
                        "symbol",
                        function.name())
                .atAddress(function.address())
                .mendedBy("remove the copy and link " + spec.name()
                        + " itself, or give the archive that it comes from: --reference PATH");
    }

    private static Observation unsearched(ComponentSpec spec, List<NamedFunction> functions, RuleSet ruleSet) {
        return Observation.of(
                        functions.size() + (functions.size() == 1 ? " function bears a name" : " functions bear names")
                                + " of " + spec.name() + " (" + functions.get(0).name()
                                + "), and no reference to compare with was read",
                        "symbol",
                        spec.name())
                .mendedBy(Proof.byReference(spec, ruleSet));
    }
}
