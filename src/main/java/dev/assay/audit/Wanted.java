package dev.assay.audit;

import dev.assay.elf.Image;
import dev.assay.elf.Symbol;
import dev.assay.rules.ComponentSpec;
import dev.assay.rules.Facts.NamedFunction;
import dev.assay.rules.Glob;
import dev.assay.rules.RuleSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What the components of all rule sets want looked for in an image: once for all of them, and nothing that none names. */
final class Wanted {
    private static final int EM_ARM = 40;

    private final Set<String> names = new HashSet<>();
    private final List<Glob> patterns = new ArrayList<>();
    private final Set<String> strings = new TreeSet<>();
    private final boolean archives;
    private final Optional<String> explained;

    private Wanted(List<RuleSet> ruleSets, Optional<String> explained) {
        this.explained = explained;
        this.archives = ruleSets.stream().anyMatch(set -> set.kind() == RuleSet.Kind.ARCHIVE);
    }

    /** @param explained the member, symbol or address of which is asked why it is there */
    static Wanted by(List<RuleSet> ruleSets, Optional<String> explained) {
        Wanted wanted = new Wanted(ruleSets, explained);
        for (RuleSet ruleSet : ruleSets) {
            for (ComponentSpec component : ruleSet.components()) {
                wanted.strings.addAll(component.strings());
                for (Glob symbol : component.symbols()) {
                    // A set of names is asked once a symbol; a pattern is a regular expression run on each.
                    if (symbol.isLiteral()) {
                        wanted.names.add(symbol.text());
                    } else {
                        wanted.patterns.add(symbol);
                    }
                }
            }
        }
        return wanted;
    }

    /** {@return whether some rule set asks what archives need} */
    boolean archives() {
        return archives;
    }

    /** {@return the member, symbol or address of which is asked why it is there} */
    Optional<String> explained() {
        return explained;
    }

    /** {@return the text to look for} */
    Set<String> strings() {
        return strings;
    }

    /** {@return the global functions that the image's symbol table defines and some component names, by name} */
    List<NamedFunction> functions(Image image) {
        if (names.isEmpty() && patterns.isEmpty()) {
            return List.of();
        }
        long thumbBit = image.header().eMachine() == EM_ARM ? 1 : 0;
        return image.symbols().stream()
                .filter(Wanted::isGlobalFunction)
                .filter(symbol -> isWanted(symbol.name()))
                .map(symbol -> new NamedFunction(symbol.name(), symbol.value() & ~thumbBit, symbol.size()))
                .sorted(Comparator.comparing(NamedFunction::name).thenComparing(NamedFunction::address))
                .toList();
    }

    private static boolean isGlobalFunction(Symbol symbol) {
        return symbol.isDefined()
                && symbol.binding() != Symbol.STB_LOCAL
                && (symbol.type() == Symbol.STT_FUNC || symbol.type() == Symbol.STT_GNU_IFUNC);
    }

    private boolean isWanted(String name) {
        return names.contains(name) || patterns.stream().anyMatch(pattern -> pattern.matchesName(name));
    }
}
