package dev.assay.provenance;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Chooses, among the candidates of one place, those that may stand there: one, or several that nothing tells apart yet. */
final class PlaceChoice {
    private final Plausibility plausibility;

    PlaceChoice(Plausibility plausibility) {
        this.plausibility = plausibility;
    }

    /**
     * What may stand at a place where no code stands yet: the open candidates that are believable; of those, if there are
     * such, the ones that name nothing but what is known to lie where they say. What names nothing at all is among these: a
     * getter of two instructions is, and long sections begin with the like of it. So one that shows far more comes before,
     * and one that shows more and names what is known to lie there.
     */
    List<Candidate> of(List<Candidate> here) {
        List<Candidate> believable = new ArrayList<>(2);
        List<Candidate> confirmed = new ArrayList<>(2);
        for (Candidate candidate : here) {
            if (candidate.isAccepted()) {
                return List.of();
            }
            if (candidate.isOpen() && (plausibility.isBelievable(candidate) || plausibility.isConceivable(candidate))) {
                believable.add(candidate);
                if (plausibility.isConfirmed(candidate)) {
                    confirmed.add(candidate);
                }
            }
        }
        boolean told = !confirmed.isEmpty()
                && believable.stream()
                        .noneMatch(c -> plausibility.showsFarMore(c, confirmed) || plausibility.goesOn(c, confirmed));
        return likeliest(told ? confirmed : preferred(believable, plausibility::isBelievable));
    }

    private List<Candidate> likeliest(List<Candidate> several) {
        if (several.size() < 2) {
            return several;
        }
        List<Candidate> likely = preferred(several, c -> several.stream().noneMatch(c::showsLessThan));
        if (likely.stream().noneMatch(plausibility::isBelievable)) {
            return likely;
        }
        likely = preferred(likely, c -> !plausibility.namesTheUnbelievable(c));
        if (nameAlike(likely)) {
            // Twins that differ in a name (getpwnam, getgrnam) may each point at zeroed data that nothing else tells
            // of.
            likely = preferred(likely, plausibility::namesAreKnown);
        }
        if (!plausibility.sectionsWereCollected()) {
            // Where targets are not known yet, members that are in the image come before those that may not be.
            likely = preferred(likely, c -> plausibility.isConfirmed(c) || plausibility.isPresentHere(c));
            likely = preferred(likely, c -> plausibility.isConfirmed(c) || plausibility.isWhole(c.member));
        }
        return preferred(likely, plausibility::isInOrder);
    }

    /** Whether all name as many things, so that a name of one stands against a name of another. */
    private static boolean nameAlike(List<Candidate> several) {
        int names = several.get(0).claimName.length;
        return names > 0 && several.stream().allMatch(c -> c.claimName.length == names);
    }

    /** Of several, those that a condition holds for; all of them when it holds for none. */
    private static List<Candidate> preferred(List<Candidate> several, Predicate<Candidate> condition) {
        if (several.size() < 2) {
            return several;
        }
        List<Candidate> found = several.stream().filter(condition).toList();
        return found.isEmpty() ? several : found;
    }
}
