package dev.assay.cli;

import dev.assay.rules.InvalidRuleSetException;
import dev.assay.rules.NearestWord;
import dev.assay.rules.RuleSet;
import dev.assay.rules.RuleSetReader;
import dev.assay.rules.RuleSetText;
import dev.assay.rules.ShippedRuleSets;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Rule sets by what a user calls them: the name of one that ships, or a file. */
final class RuleSets {
    private RuleSets() {}

    /** {@return the sets of these names or files, in their order; the default where none is named} */
    static List<RuleSet> load(List<String> arguments) throws UsageException {
        List<RuleSet> ruleSets = new ArrayList<>();
        for (String argument : arguments.isEmpty() ? List.of(ShippedRuleSets.DEFAULT) : arguments) {
            try {
                RuleSet ruleSet = read(argument);
                ruleSets.add(ruleSet);
            } catch (InvalidRuleSetException invalid) {
                throw new UsageException(invalid.getMessage());
            }
        }
        return ruleSets;
    }

    /**
     * Reads one rule set.
     *
     * @throws UsageException when there is none
     * @throws InvalidRuleSetException when it says something it cannot say
     */
    static RuleSet read(String argument) throws UsageException, InvalidRuleSetException {
        RuleSetText written = find(argument);
        Path folder = Path.of(argument).toAbsolutePath().getParent();
        return RuleSetReader.read(written.source(), written.text(), name -> parent(name, folder));
    }

    private static RuleSetText find(String argument) throws UsageException {
        Optional<RuleSetText> shipped = ShippedRuleSets.find(argument);
        if (shipped.isPresent()) {
            return shipped.get();
        }
        try {
            return new RuleSetText(argument, Files.readString(Path.of(argument)));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new UsageException(
                    "no rule set '" + argument + "': none of that name ships, and there is no such file"
                            + NearestWord.hint(argument, ShippedRuleSets.names()) + "; see 'assay rules list'");
        } catch (CharacterCodingException e) {
            throw new UsageException(argument + ": is no UTF-8 text, so no rule set");
        } catch (IOException e) {
            throw new UsageException(argument + ": cannot be read: " + e.getMessage());
        }
    }

    private static Optional<RuleSetText> parent(String name, Path folder) {
        Optional<RuleSetText> shipped = ShippedRuleSets.find(name);
        if (shipped.isPresent()) {
            return shipped;
        }
        try {
            Path file = folder.resolve(name);
            return Optional.of(new RuleSetText(file.toString(), Files.readString(file)));
        } catch (IOException | InvalidPathException e) {
            return Optional.empty(); // The reader says where the name stands that leads nowhere.
        }
    }
}
