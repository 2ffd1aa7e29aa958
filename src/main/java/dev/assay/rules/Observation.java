package dev.assay.rules;

import dev.assay.rules.Finding.MemberName;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a rule saw at one place; with a rule set's name and severity it becomes a {@link Finding}.
 *
 * @param seen what was seen, in one sentence: tag, address or offset, and the thing itself
 * @param mend what to do about it, a command where there is one; may be empty
 * @param evidence what it stands on: {@code program headers}, {@code dynamic table}, {@code exact}, ...
 * @param address virtual address of what was seen
 * @param offset file offset of what was seen
 * @param member the archive member to blame
 * @param subject what it is about, apart from addresses
 * @param most how much it matters at the most, whatever a rule set says: some things that a rule sees are news only
 */
public record Observation(
        String seen,
        String mend,
        String evidence,
        OptionalLong address,
        OptionalLong offset,
        Optional<MemberName> member,
        String subject,
        Severity most) {

    /** {@return an observation without a place and without a mend} */
    public static Observation of(String seen, String evidence, String subject) {
        return new Observation(
                seen,
                "",
                evidence,
                OptionalLong.empty(),
                OptionalLong.empty(),
                Optional.empty(),
                subject,
                Severity.ERROR);
    }

    /** {@return the same, in other words} */
    public Observation saying(String words) {
        return new Observation(words, mend, evidence, address, offset, member, subject, most);
    }

    /** {@return the same, with what to do about it} */
    public Observation mendedBy(String what) {
        return new Observation(seen, what, evidence, address, offset, member, subject, most);
    }

    /** {@return the same, at a virtual address} */
    public Observation atAddress(long where) {
        return new Observation(seen, mend, evidence, OptionalLong.of(where), offset, member, subject, most);
    }

    /** {@return the same, at a file offset} */
    public Observation atOffset(long where) {
        return new Observation(seen, mend, evidence, address, OptionalLong.of(where), member, subject, most);
    }

    /** {@return the same, with the archive member to blame} */
    public Observation in(MemberName blamed) {
        return new Observation(seen, mend, evidence, address, offset, Optional.of(blamed), subject, most);
    }

    /** {@return the same, for what is worth telling and no more} */
    public Observation asNews() {
        return new Observation(seen, mend, evidence, address, offset, member, subject, Severity.INFO);
    }
}
