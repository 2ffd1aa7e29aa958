package dev.assay.input;

import dev.assay.MalformedFileException;
import java.io.IOException;

/** Reads Debian packages (deb(5)) as a stream; nothing is unpacked to disk. */
public final class DebReader {
    private final Limits limits;

    public DebReader(Limits limits) {
        this.limits = limits;
    }

    /**
     * Reads a package and hands over what lies in it.
     *
     * @param path of the package, as errors and {@link PackageInfo} shall name it
     * @param source its bytes, which are read twice: for their hash, and for their content
     * @param visitor takes the content
     * @throws MalformedFileException when it contradicts its format or passes a limit; what came before was handed over
     * @throws IOException when the bytes cannot be read, or no decompressor can be loaded
     */
    public void read(String path, ByteSource source, PackageVisitor visitor)
            throws MalformedFileException, IOException {
        if (source.size() == 0) {
            throw new MalformedFileException(path, 0, "no Debian package: empty");
        }
        throw new UnsupportedOperationException(limits + path + visitor);
    }
}
