package dev.assay.rules;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
 * @param distinction what tells it from another that the same rule of the same set says of the same path and subject: empty for
 *     the first, and the only one; two programs inside another that need the same libraries are two findings
 * @param known whether a baseline has it
 * @param waiver the waiver that accepts it
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
        String distinction,
        boolean known,
        Optional<Waiver> waiver) {

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

    /** {@return whether a waiver accepts it} */
    public boolean waived() {
        return waiver.isPresent();
    }

    /** {@return whether it counts for a verdict: neither waived nor known} */
    public boolean counts() {
        return !known && waiver.isEmpty();
    }

    /** {@return the same, as a baseline has it} */
    public Finding asKnown() {
        return with(distinction, true, waiver);
    }

    /** {@return the same, accepted by a waiver} */
    public Finding asWaivedBy(Waiver accepting) {
        return with(distinction, known, Optional.of(accepting));
    }

    /** {@return the same, of the n-th file inside the one that the path names} */
    public Finding asInside(int n) {
        return with("inside " + n + " " + distinction, known, waiver);
    }

    /** {@return the findings of one artifact or package, those that are alike numbered in their order} */
    static List<Finding> numbered(List<Finding> findings) {
        Map<List<String>, Integer> met = new HashMap<>();
        List<Finding> numbered = new ArrayList<>();
        for (Finding one : findings) {
            int before = met.merge(List.of(one.rule, one.ruleSet, one.subject), 1, Integer::sum) - 1;
            numbered.add(before == 0 ? one : one.with(Integer.toString(before), one.known, one.waiver));
        }
        return numbered;
    }

    private Finding with(String newDistinction, boolean isKnown, Optional<Waiver> accepting) {
        return new Finding(
                rule,
                ruleSet,
                ruling,
                severity,
                message,
                mend,
                evidence,
                address,
                offset,
                member,
                subject,
                newDistinction,
                isKnown,
                accepting);
    }

    /**
     * A name of this finding that survives a rebuild: no address, no offset and no wording goes into it.
     *
     * @param path of the artifact or package that it was found in
     * @return the first 16 hexadecimal digits of a SHA-256
     */
    public String fingerprint(String path) {
        Hasher hasher = Hashing.sha256().newHasher();
        for (String part : List.of(rule, ruleSet, path, subject)) {
            hasher.putInt(part.length()).putString(part, StandardCharsets.UTF_8);
        }
        hasher.putString(distinction, StandardCharsets.UTF_8);
        return hasher.hash().toString().substring(0, 16);
    }
}
