package dev.assay.input;

import java.io.IOException;
import java.util.List;

/**
 * Takes what lies in a package, in the order of the package. What it does not override, it does not care for. It refuses
 * what is more than it may keep by an {@link IOException}, as a reader refuses damage.
 */
public interface PackageVisitor {

    /** Takes the metadata, before anything else. */
    default void opened(PackageInfo info) {}

    /** Takes what the package says of others and what it has run, after {@link #opened}. */
    default void described(PackageDescription description) {}

    /**
     * Takes the licences that the package states, as it writes them; not called where it states none.
     *
     * <p>An RPM package has one, which may be an expression, in its header. A Debian package has as many as its copyright
     * file names, which comes among its files; a package whose documentation is a link into another's states none.
     */
    default void licensed(List<String> licences) {}

    /**
     * Says whether {@link #file} shall have this file's content.
     *
     * @param head its first {@link FileKind#HEAD} bytes; all of them when it is shorter
     */
    boolean wants(PackageFile file, byte[] head);

    /** Takes a file that was wanted; the array is the visitor's own. */
    void file(PackageFile file, byte[] content) throws IOException;

    /** Takes a file that was not wanted, or a special file. */
    default void passedOver(PackageFile file) throws IOException {}

    /** Says whether {@link #digest} shall have this file's hash. */
    default boolean wantsDigest(PackageFile file) {
        return false;
    }

    /** Takes the hash of a file, in lower-case hexadecimal digits, before the file itself. */
    default void digest(PackageFile file, String sha256) {}

    /** Takes a directory with its permission bits. */
    default void directory(String path, int mode) throws IOException {}

    /** Takes another name of a file that came before; both are paths in the package. */
    default void hardLink(String path, String target) throws IOException {}

    /** Takes a symbolic link; the target is as written. */
    default void symlink(String path, String target) throws IOException {}
}
