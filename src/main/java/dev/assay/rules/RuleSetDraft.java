package dev.assay.rules;

import dev.assay.provenance.Evidence;
import dev.assay.rules.ComponentSpec.Presence;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A rule set to begin with: it says of images what they are made of today, for a packager to tighten.
 *
 * @param name the set's name
 * @param artifacts paths of the images that it is for, as their trailing components
 * @param libraries what they are made of, the largest first
 * @param toleratedPercent the share of code that no reference explains in the worst of them, rounded up
 * @param lowered by rule, what is broken or unproved today: it would fail, and is lowered until it is mended
 */
public record RuleSetDraft(
        String name,
        List<String> artifacts,
        List<Library> libraries,
        int toleratedPercent,
        Map<String, String> lowered) {
    public RuleSetDraft {
        artifacts = List.copyOf(artifacts);
        libraries = List.copyOf(libraries);
        lowered = new TreeMap<>(lowered);
    }

    /**
     * A library that some of the images are made of.
     *
     * @param name as it is called without a rule set
     * @param packages names of the packages that its archives come from, by distribution; sorted
     * @param archives file names of its archives, sorted
     * @param presence required where all the images have it, else allowed
     * @param evidence the weakest by which it is known in one of them
     * @param lowest the lowest version that fits one of them, by distribution; empty where it is not proved
     * @param bytes executable bytes placed, in all of them
     */
    public record Library(
            String name,
            Map<Distribution, List<String>> packages,
            List<String> archives,
            Presence presence,
            Evidence evidence,
            Map<Distribution, String> lowest,
            long bytes) {
        public Library {
            packages = new TreeMap<>(packages);
            archives = List.copyOf(archives);
            lowest = new TreeMap<>(lowest);
        }

        /** {@return names of packages by distribution, in the order of the enum; a copy} */
        @Override
        public Map<Distribution, List<String>> packages() {
            return new TreeMap<>(packages);
        }

        /** {@return lowest versions by distribution, in the order of the enum; a copy} */
        @Override
        public Map<Distribution, String> lowest() {
            return new TreeMap<>(lowest);
        }
    }

    /** {@return what is lowered, by rule, sorted; a copy} */
    @Override
    public Map<String, String> lowered() {
        return new TreeMap<>(lowered);
    }

    /** {@return the same, with these rules lowered} */
    public RuleSetDraft lowering(Map<String, String> rules) {
        return new RuleSetDraft(name, artifacts, libraries, toleratedPercent, rules);
    }
}
