package dev.assay.rules;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * One rule broken or unproved at one place.
 *
 * @param rule the rule's name: {@code elf-needed}
 * @param ruleSet name of the rule set that asked it
 * @param ruling whether it is broken or could not be proved
 * @param severity as the rule set says
 * @param message what was seen, in one sentence: tag, address or offset, and the thing itself
 * @param mend what to do about it, a command where there is one; may be empty
 * @param evidence what the finding stands on: {@code program headers}, {@code dynamic table}, {@code exact}, ...
 * @param address virtual address of what was seen
 * @param offset file offset of what was seen
 * @param member the archive member to blame
 * @param subject what the finding is about, apart from addresses: it makes the fingerprint, which survives a rebuild
 * @param known whether a baseline has it
 * @param waived whether a waiver accepts it
 */
public record Finding(
        String rule,
        String ruleSet,
        Kind ruling,
        Severity severity,
        String message,
        String mend,
        String evidence,
        OptionalLong address,
        OptionalLong offset,
        Optional<MemberName> member,
        String subject,
        boolean known,
        boolean waived) {

    /** Broken, or neither kept nor broken for want of something. */
    public enum Kind {
        BROKEN,
        UNPROVED
    }

    /**
     * A member of an archive.
     *
     * @param archive {@code libc.a}
     * @param member {@code getpwuid.o}
     */
    public record MemberName(String archive, String member) {}
}
