package dev.assay.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens the files that a thin archive names as its members. */
@FunctionalInterface
public interface MemberFiles {

    /**
     * Reads one.
     *
     * @param name as the archive writes it: relative to the archive's directory, or absolute
     * @return its bytes, which are shared
     * @throws IOException when it cannot be read
     */
    byte[] read(String name) throws IOException;

    /** {@return the files beside an archive} */
    static MemberFiles beside(Path archive) {
        return name -> {
            Path file = archive.resolveSibling(name);
            // A name may lead anywhere; a fifo would block for ever.
            if (!Files.isRegularFile(file)) {
                String what = Files.exists(file) ? "is not a regular file" : "is not there";
                throw new IOException("member of a thin archive " + what + ": " + name
                        + "; copy the archive with its members, or make it anew without ar's T");
            }
            return ByteSource.of(file).bytes();
        };
    }
}
