package dev.assay.rules;

import dev.assay.linkage.ArchiveMemberFacts;
import dev.assay.linkage.ArchiveMemberFacts.SharedSymbol;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** archive-undefined-symbol: archives can give what each member needs. Page: docs/rules/archive-undefined-symbol.md */
final class ArchiveUndefinedSymbol implements Rule {
    static final String NAME = "archive-undefined-symbol";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "no member needs a symbol that only a shared library has";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return ArchiveMembers.judge(facts, ArchiveUndefinedSymbol::breaches);
    }

    private static List<Observation> breaches(ArchiveMemberFacts member) {
        Map<String, Integer> symbols = new LinkedHashMap<>();
        Map<String, SharedSymbol> first = new LinkedHashMap<>();
        for (SharedSymbol symbol : member.onlyShared()) {
            symbols.merge(symbol.library(), 1, Integer::sum);
            first.putIfAbsent(symbol.library(), symbol);
        }
        return first.values().stream()
                .map(symbol -> seen(member, symbol, symbols.get(symbol.library())))
                .toList();
    }

    private static Observation seen(ArchiveMemberFacts member, SharedSymbol symbol, int count) {
        String more = count == 1 ? "" : " and " + (count - 1) + " more";
        return Observation.of(
                        Quoted.path(member.name()) + " needs " + Quoted.path(symbol.symbol()) + more
                                + ", which no archive defines and the shared library "
                                + Quoted.path(symbol.library()) + " does",
                        "symbol tables",
                        "undefined " + member.name() + " " + symbol.symbol())
                .mendedBy(
                        "give the archive that defines it with --reference, or build the member without that library");
    }
}
