package dev.assay.rules;

import java.util.List;
import java.util.Optional;

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
            new ComponentMissing(),
            new ComponentForbidden(),
            new ComponentUnproved(),
            new ComponentVersion(),
            new ComponentMixed(),
            new SymbolProvenance(),
            new UnexplainedCode());

    private RuleCatalog() {}

    /** {@return all rules} */
    public static List<Rule> all() {
        return ALL;
    }

    /** {@return the rule of that name} */
    public static Optional<Rule> find(String name) {
        return ALL.stream().filter(rule -> rule.name().equals(name)).findFirst();
    }

    /** {@return the names of all rules, in their order} */
    public static List<String> names() {
        return ALL.stream().map(Rule::name).toList();
    }
}
