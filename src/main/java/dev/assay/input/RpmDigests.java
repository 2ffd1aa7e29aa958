package dev.assay.input;

import dev.assay.MalformedFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The digests that an RPM package carries of itself (rpm's docs/manual/signatures_digests.md): of its header, in the
 * signature; of its payload as packed, in the header; in older packages of both together, in the signature. Several
 * compressions have no checksum of their own, rpm's zstd among them. Only damage is found so: who can change a package can
 * change its digests, and signatures are not looked at.
 */
final class RpmDigests {
    private static final int HEADER_SHA1 = 269;
    private static final int HEADER_SHA256 = 273;
    private static final int HEADER_AND_PAYLOAD_MD5 = 1004;
    private static final int PAYLOAD_DIGEST = 5092;
    private static final int PAYLOAD_ALGORITHM = 5093;
    // RFC 4880, section 9.4
    private static final int SHA256 = 8;
    private static final int SHA512 = 10;

    /** A digest that something must have. */
    private record Expected(MessageDigest digest, String name, String value) {
        private Expected(String algorithm, String value) {
            this(digest(algorithm), algorithm, value);
        }

        private static MessageDigest digest(String algorithm) {
            try {
                return MessageDigest.getInstance(algorithm);
            } catch (NoSuchAlgorithmException e) {
                throw new IllegalStateException("every Java machine has " + algorithm, e);
            }
        }

        private Optional<String> disagreement(String of) {
            String found = HexFormat.of().formatHex(digest.digest());
            return found.equalsIgnoreCase(value)
                    ? Optional.empty()
                    : Optional.of("the " + name + " of the " + of + " is " + found + ", the package says " + value);
        }
    }

    private final Optional<Expected> header;
    private final Optional<Expected> payload;

    private RpmDigests(Optional<Expected> header, Optional<Expected> payload) {
        this.header = header;
        this.payload = payload;
    }

    /** {@return the digests of a package: of each part the strongest that is known here} */
    static RpmDigests of(RpmHeader signature, RpmHeader header) throws MalformedFileException {
        Optional<Expected> ofHeader = signature.string(HEADER_SHA256).map(value -> new Expected("SHA-256", value));
        if (ofHeader.isEmpty()) {
            ofHeader = signature.string(HEADER_SHA1).map(value -> new Expected("SHA-1", value));
        }
        ofHeader.ifPresent(expected -> header.addTo(expected.digest()));
        return new RpmDigests(ofHeader, ofPayload(signature, header));
    }

    private static Optional<Expected> ofPayload(RpmHeader signature, RpmHeader header) throws MalformedFileException {
        List<String> packed = header.strings(PAYLOAD_DIGEST);
        long algorithm = header.number(PAYLOAD_ALGORITHM).orElse(SHA256);
        if (!packed.isEmpty() && (algorithm == SHA256 || algorithm == SHA512)) {
            return Optional.of(new Expected(algorithm == SHA256 ? "SHA-256" : "SHA-512", packed.get(0)));
        }
        Optional<Expected> both = signature
                .bytes(HEADER_AND_PAYLOAD_MD5)
                .map(value -> new Expected("MD5", HexFormat.of().formatHex(value)));
        both.ifPresent(expected -> header.addTo(expected.digest()));
        return both;
    }

    /** {@return how the header's digest differs from what the package says; empty where it does not} */
    Optional<String> disagreementOfHeader() {
        return header.flatMap(expected -> expected.disagreement("header"));
    }

    /** {@return a stream that takes the digest of what is read of the payload} */
    InputStream taking(InputStream packed) {
        return payload.map(expected -> (InputStream) new DigestInputStream(packed, expected.digest()))
                .orElse(packed);
    }

    /**
     * Reads the payload to its end.
     *
     * @param packed what {@link #taking} gave
     * @throws IOException when its digest is not what the package says
     */
    void finish(InputStream packed) throws IOException {
        packed.transferTo(OutputStream.nullOutputStream());
        Optional<String> disagreement = payload.flatMap(expected -> expected.disagreement("payload"));
        if (disagreement.isPresent()) {
            throw new IOException(disagreement.get());
        }
    }
}
