package dev.assay.provenance;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The strong hash of the known bytes of a function: the first eight bytes of their SHA-256. Bytes that a relocation may
 * change are left out, so that the hash of an object's section and of its copy in an image are equal.
 */
final class UnitHash {
    private final MessageDigest sha256;
    private byte[] scratch = new byte[4096];

    UnitHash() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }

    /**
     * Hashes the bytes of a range that lie in no hole.
     *
     * @param bytes where they are
     * @param base where the section starts in them
     * @param from first byte of the range, counted from base
     * @param to end of the range, exclusive
     * @param holes where bytes may change
     * @param layout where the bytes of the object lie from base on
     * @return the hash
     */
    long of(byte[] bytes, int base, int from, int to, Holes holes, Layout layout) {
        if (scratch.length < to - from) {
            scratch = new byte[Math.max(to - from, scratch.length * 2)];
        }
        int count = 0;
        int at = from;
        for (int hole = holes.firstEndingAfter(from); at < to; hole++) {
            int until = hole < holes.count() ? Math.min(to, holes.from(hole)) : to;
            if (until > at) {
                System.arraycopy(bytes, base + layout.place(at), scratch, count, until - at);
                count += until - at;
            }
            if (hole >= holes.count()) {
                break;
            }
            at = Math.max(at, holes.to(hole));
        }
        sha256.update(scratch, 0, count);
        byte[] digest = sha256.digest();
        long hash = 0;
        for (int i = 0; i < 8; i++) {
            hash = hash << 8 | digest[i] & 0xff;
        }
        return hash;
    }
}
