package dev.assay.report;

import dev.assay.rules.Finding;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Findings that are one to a reader: the same rule about the same thing, in several artifacts or asked by several rule
 * sets. Addresses do not tell them apart, for each artifact has its own.
 */
final class FindingGroup {
    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-f]+");
    private static final Pattern NUMBER = Pattern.compile("[0-9]+(\\.[0-9]+)?");

    private final Finding first;
    private final List<ArtifactReport> artifacts = new ArrayList<>();
    private int last = -1;
    private final List<String> ruleSets = new ArrayList<>();
    private boolean isOfOneMessage = true;

    private FindingGroup(Finding first) {
        this.first = first;
    }

    /** {@return groups of the findings of all artifacts, the gravest first, then by rule} */
    static List<FindingGroup> of(List<ArtifactReport> artifacts) {
        Map<List<Object>, FindingGroup> groups = new LinkedHashMap<>();
        for (int i = 0; i < artifacts.size(); i++) {
            for (Finding finding : artifacts.get(i).findings()) {
                groups.computeIfAbsent(keyOf(finding), key -> new FindingGroup(finding))
                        .add(finding, artifacts.get(i), i);
            }
        }
        return sorted(groups.values());
    }

    /** {@return groups of findings that belong to no artifact} */
    static List<FindingGroup> ofFindings(List<Finding> findings) {
        Map<List<Object>, FindingGroup> groups = new LinkedHashMap<>();
        for (Finding finding : findings) {
            groups.computeIfAbsent(keyOf(finding), key -> new FindingGroup(finding))
                    .addRuleSet(finding);
        }
        return sorted(groups.values());
    }

    private static List<FindingGroup> sorted(Collection<FindingGroup> groups) {
        List<FindingGroup> sorted = new ArrayList<>(groups);
        sorted.sort((one, other) -> {
            int bySeverity = other.first.severity().compareTo(one.first.severity());
            return bySeverity != 0 ? bySeverity : one.first.rule().compareTo(other.first.rule());
        });
        return sorted;
    }

    /** {@return what findings have in common that are one to a reader} */
    private static List<Object> keyOf(Finding finding) {
        return List.of(
                finding.rule(),
                finding.ruling(),
                finding.severity(),
                finding.subject(),
                withoutNumbers(finding),
                finding.known(),
                finding.waiver());
    }

    /** What only informs is told once, whatever the numbers; what is to be mended, once for each that differs. */
    private static String withoutNumbers(Finding finding) {
        String message = ADDRESS.matcher(finding.message()).replaceAll("0x");
        return switch (finding.severity()) {
            case ERROR, WARNING -> message;
            case INFO, OFF -> NUMBER.matcher(message).replaceAll("#");
        };
    }

    private void add(Finding finding, ArtifactReport artifact, int number) {
        addRuleSet(finding);
        // Artifacts come one after the other: the same one can only be the last.
        if (number != last) {
            artifacts.add(artifact);
            last = number;
        }
    }

    private void addRuleSet(Finding finding) {
        isOfOneMessage &= ADDRESS.matcher(finding.message())
                .replaceAll("0x")
                .equals(ADDRESS.matcher(first.message()).replaceAll("0x"));
        if (!ruleSets.contains(finding.ruleSet())) {
            ruleSets.add(finding.ruleSet());
        }
    }

    /** {@return the first of them, in the order of the report} */
    Finding first() {
        return first;
    }

    /** {@return whether their messages are the same, but for addresses} */
    boolean isOfOneMessage() {
        return isOfOneMessage;
    }

    /** {@return the artifacts that have it, in the order of the report} */
    List<ArtifactReport> artifacts() {
        return artifacts;
    }

    /** {@return the rule sets that asked, in the order of the report} */
    List<String> ruleSets() {
        return ruleSets;
    }
}
