package dev.assay.provenance;

import dev.assay.Origin.PackageId;
import java.util.List;
import java.util.Optional;

/**
 * A library in an image: what is known of it, and how.
 *
 * @param name as the rule set names it; without one, the source package, else the archive
 * @param evidence the weakest of its placed code, or {@code SYMBOL} or {@code STRING} where nothing is placed
 * @param origin the package that explains most of its bytes; empty where none is known
 * @param versions every version that explains as much, ascending; empty where no package is known
 * @param bytes executable bytes placed as {@code EXACT}
 * @param dataBytes placed bytes that are not executable
 * @param archives by name
 * @param functions for evidence {@code CODE}: what agrees and what does not
 * @param traces symbols or strings by which it is known, for evidence {@code SYMBOL} and {@code STRING}
 */
public record Component(
        String name,
        Evidence evidence,
        Optional<PackageId> origin,
        List<String> versions,
        long bytes,
        long dataBytes,
        List<ArchiveShare> archives,
        Optional<Functions> functions,
        List<String> traces) {
    public Component {
        versions = List.copyOf(versions);
        archives = List.copyOf(archives);
        traces = List.copyOf(traces);
    }

    /**
     * What one archive gave to an image.
     *
     * @param path the archive's path
     * @param members how many of its members are placed
     * @param bytes executable bytes placed as {@code EXACT}
     */
    public record ArchiveShare(String path, int members, long bytes) {}

    /**
     * Function by function, where a member is known by functions only.
     *
     * @param agree how many functions agree
     * @param differ names of those that do not, sorted
     */
    public record Functions(int agree, List<String> differ) {
        public Functions {
            differ = List.copyOf(differ);
        }
    }
}
