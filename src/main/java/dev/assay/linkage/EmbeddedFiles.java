package dev.assay.linkage;

import dev.assay.elf.Image;
import java.util.List;
import java.util.Optional;

/**
 * The ELF files that lie inside a file, as {@link EmbeddedSearch} finds them.
 *
 * @param files in ascending offset those that lie there as they are, or masked; then those that are compressed
 * @param completeness whether all of them are listed
 * @param appended what else lies behind the program's end
 */
public record EmbeddedFiles(List<EmbeddedFile> files, Completeness completeness, Optional<Appended> appended) {
    /** Whether a list is whole. */
    public enum Completeness {
        ALL,
        /** There were more than are looked at, or compressed data that was not unpacked whole. */
        CUT_SHORT
    }

    public EmbeddedFiles {
        files = List.copyOf(files);
    }

    /** {@return no files} */
    public static EmbeddedFiles none() {
        return new EmbeddedFiles(List.of(), Completeness.ALL, Optional.empty());
    }

    /** {@return the same files, and what else lies behind the end of the program that they lie in} */
    public EmbeddedFiles behind(Image image) {
        return new EmbeddedFiles(files, completeness, Appended.to(image, files));
    }
}
