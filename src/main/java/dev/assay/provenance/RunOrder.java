package dev.assay.provenance;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.function.Consumer;

/**
 * Tells twins apart by the order of their member. A linker copies a file's sections one behind the other, in the order that the
 * file has them; what it leaves out or lays elsewhere leaves the order of the rest. So where places that several candidates
 * share lie, without a gap, between two sections of one member, they are sections of that member: those that are between the
 * two in its section table.
 *
 * <pre>
 *   image    | m.2 | ? ? | ? ? | m.7 |      each place: the candidates of m between 2 and 7 whose bytes are there
 *   member m   2     4     5     7          one ascending choice, and one only: the places are m.4 and m.5
 * </pre>
 *
 * <p>A section of a group of which several members have a copy says nothing of the run's member. GNU ld lays sections with some
 * prefixes of their name before all others, so a run is of one prefix.
 */
final class RunOrder {
    /** Prefixes of names that ld's default script lays out apart. */
    private static final List<String> APART =
            List.of(".text.unlikely", ".text.exit", ".text.startup", ".text.hot", ".text.sorted");

    private final CandidateGraph graph;
    private final Settled settled;

    RunOrder(CandidateGraph graph, Settled settled) {
        this.graph = graph;
        this.settled = settled;
    }

    /**
     * What stands at the places of a run.
     *
     * @param before an accepted section, right before the run
     * @param places candidates of each place, ascending and without gaps
     * @param after an accepted section, right behind the run
     * @return one candidate for each place; empty when order does not tell
     */
    List<Candidate> choose(Candidate before, List<List<Candidate>> places, Candidate after) {
        boolean same = before.member == after.member
                && before.section < after.section
                && graph.copiesOf(before).size() == 1
                && graph.copiesOf(after).size() == 1
                && prefix(before.member, before.section).equals(prefix(after.member, after.section));
        return same ? ascending(before, places, after) : List.of();
    }

    private String prefix(int member, int section) {
        return prefix(graph.pool().member(member).sectionName[section]);
    }

    /** {@return what ld's default script lays a section out apart by; empty for most} */
    static String prefix(String name) {
        return APART.stream()
                .filter(prefix -> name.equals(prefix) || name.startsWith(prefix + "."))
                .findFirst()
                .orElse("");
    }

    /**
     * The one ascending choice. Of sections up to the i-th and places up to the j-th, {@code ways[j]} counts choices, up to two.
     */
    private List<Candidate> ascending(Candidate before, List<List<Candidate>> places, Candidate after) {
        int count = places.size();
        List<Integer> sections = between(before, after);
        int[] ways = new int[count + 1];
        ways[0] = 1;
        int[][] fits = new int[sections.size()][];
        for (int i = 0; i < sections.size(); i++) {
            fits[i] = fitting(before.member, sections.get(i), places);
            for (int k = fits[i].length - 1; k >= 0; k--) {
                int place = fits[i][k];
                ways[place + 1] = Math.min(2, ways[place + 1] + ways[place]);
            }
        }
        if (ways[count] != 1) {
            return List.of();
        }
        Candidate[] chosen = new Candidate[count];
        trace(before.member, sections, fits, places, chosen);
        return Arrays.asList(chosen);
    }

    /** Code of the member that may stand between the two: of their prefix, and not placed elsewhere. */
    private List<Integer> between(Candidate before, Candidate after) {
        List<Integer> sections = new ArrayList<>();
        for (int section = before.section + 1; section < after.section; section++) {
            if (graph.shapeOf(before.member, section).kind() == Shape.Kind.CODE
                    && settled.placeOf(before.member, section) == null
                    && prefix(before.member, section).equals(prefix(before.member, before.section))) {
                sections.add(section);
            }
        }
        return sections;
    }

    /** {@return indexes of the places at which a section may stand, ascending} */
    private int[] fitting(int member, int section, List<List<Candidate>> places) {
        int[] fitting = new int[places.size()];
        int found = 0;
        for (int place = 0; place < places.size(); place++) {
            Candidate its = graph.find(member, section, places.get(place).get(0).address);
            if (its != null && places.get(place).contains(its)) {
                fitting[found++] = place;
            }
        }
        return Arrays.copyOf(fitting, found);
    }

    /** Finds the choice that is the only one: from the last place back, each by the last section that leaves a way to it. */
    private void trace(
            int member, List<Integer> sections, int[][] fits, List<List<Candidate>> places, Candidate[] chosen) {
        boolean[][] reached = new boolean[sections.size() + 1][places.size() + 1];
        reached[0][0] = true;
        for (int i = 0; i < sections.size(); i++) {
            reached[i + 1] = reached[i].clone();
            for (int place : fits[i]) {
                reached[i + 1][place + 1] |= reached[i][place];
            }
        }
        int place = places.size();
        for (int i = sections.size(); place > 0; i--) {
            if (!reached[i - 1][place]) {
                place--;
                chosen[place] = graph.find(
                        member, sections.get(i - 1), places.get(place).get(0).address);
            }
        }
    }

    /** Applies {@link #choose} to all runs of shared places; the chosen are handed on. */
    void tell(NavigableMap<Long, List<Candidate>> shared, Consumer<Candidate> chosen) {
        List<List<Candidate>> run = new ArrayList<>();
        Candidate before = null;
        Candidate last = null;
        for (Map.Entry<Long, Candidate> entry : settled.codeByAddress().entrySet()) {
            Candidate here = entry.getValue();
            boolean touches = last != null && settled.touch(last, here);
            List<Candidate> several = shared.get(entry.getKey());
            if (!touches) {
                run.clear();
                before = null;
            }
            if (several != null) {
                run.add(several);
            } else {
                if (before != null && !run.isEmpty()) {
                    choose(before, run, here).forEach(chosen);
                }
                run.clear();
                before = here.isAccepted() ? here : null;
            }
            last = here;
        }
    }
}
