package dev.assay.rules;

import java.util.List;

/**
 * What a rule says of an artifact: kept, broken, unproved, or not applicable. Doubt is an answer of its own: what is
 * unproved keeps a verdict from passing, whatever else the rule found.
 */
public sealed interface Ruling {

    /** {@return where the rule is broken; empty unless it is} */
    List<Observation> broken();

    /** {@return where the rule is neither kept nor broken, and what is missing} */
    List<Observation> unproved();

    /** The rule was asked, and everything that it asks was seen to be so. */
    record Kept() implements Ruling {
        @Override
        public List<Observation> broken() {
            return List.of();
        }

        @Override
        public List<Observation> unproved() {
            return List.of();
        }
    }

    /** The rule asks nothing of such a file. */
    record NotApplicable() implements Ruling {
        @Override
        public List<Observation> broken() {
            return List.of();
        }

        @Override
        public List<Observation> unproved() {
            return List.of();
        }
    }

    /** The rule is broken in some places, and perhaps unproved in others. */
    record Broken(List<Observation> broken, List<Observation> unproved) implements Ruling {
        public Broken {
            broken = List.copyOf(broken);
            unproved = List.copyOf(unproved);
            if (broken.isEmpty()) {
                throw new IllegalArgumentException("broken nowhere");
            }
        }
    }

    /** The rule is broken nowhere that can be seen, and for want of something not kept either. */
    record Unproved(List<Observation> unproved) implements Ruling {
        public Unproved {
            unproved = List.copyOf(unproved);
            if (unproved.isEmpty()) {
                throw new IllegalArgumentException("unproved nowhere");
            }
        }

        @Override
        public List<Observation> broken() {
            return List.of();
        }
    }

    /** {@return the rule is kept} */
    static Ruling kept() {
        return new Kept();
    }

    /** {@return the rule asks nothing here} */
    static Ruling notApplicable() {
        return new NotApplicable();
    }

    /** {@return the rule is unproved, for this one reason} */
    static Ruling unproved(Observation doubt) {
        return new Unproved(List.of(doubt));
    }

    /** {@return broken where any is, else kept} */
    static Ruling brokenBy(List<Observation> broken) {
        return of(broken, List.of());
    }

    /** {@return broken where any is, else unproved where any is, else kept} */
    static Ruling of(List<Observation> broken, List<Observation> unproved) {
        if (!broken.isEmpty()) {
            return new Broken(broken, unproved);
        }
        return unproved.isEmpty() ? kept() : new Unproved(unproved);
    }
}
