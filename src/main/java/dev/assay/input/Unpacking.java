package dev.assay.input;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Optional;
import org.tukaani.xz.XZInputStream;

/** Unpacks what lies packed within files. */
public final class Unpacking {
    /** Names of functions: those of the largest programs are some MB. */
    private static final int LARGEST = 64 << 20;

    private static final int DECODER_KIBIBYTES = 64 << 10;

    private Unpacking() {}

    /** {@return what xz packed; empty where it is damaged, or larger than 64 MiB} */
    public static Optional<byte[]> xz(byte[] packed) {
        try (XZInputStream unpacked = new XZInputStream(new ByteArrayInputStream(packed), DECODER_KIBIBYTES)) {
            byte[] content = unpacked.readNBytes(LARGEST + 1);
            return content.length > LARGEST ? Optional.empty() : Optional.of(content);
        } catch (IOException e) {
            return Optional.empty(); // a second opinion that cannot be read is none
        }
    }
}
