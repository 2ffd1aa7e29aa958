package dev.assay.audit;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The hash by which reports name a file's content. */
final class Sha256 {
    private Sha256() {}

    /** {@return the hash in lower-case hexadecimal} */
    static String of(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException impossible) {
            throw new AssertionError("every Java machine has SHA-256", impossible);
        }
    }
}
