package dev.assay.input;

import dev.assay.MalformedFileException;
import dev.assay.input.RpmHeader.Numbers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The files that the header of an RPM package lists. The payload of packages with a file of 4 GiB or more names them by
 * index only; and which entries are names of one file is written nowhere else.
 */
final class RpmFiles {
    static final int TYPE = 0xf000;
    static final int REGULAR = 0x8000;
    static final int LINK = 0xa000;
    static final int DIRECTORY = 0x4000;
    /** rpm's RPMFILE_GHOST: owned and not in the payload. */
    private static final long GHOST = 64;

    /**
     * One of them.
     *
     * @param path without a leading slash
     * @param size bytes of its content; of a symbolic link, of its target
     * @param mode type and permission bits
     */
    record Listed(String path, long size, int mode) {}

    private final List<Listed> files = new ArrayList<>();
    private final Map<Integer, Integer> lastOfLinks = new HashMap<>();

    static RpmFiles of(String path, RpmHeader header, Limits limits) throws MalformedFileException {
        RpmFiles all = new RpmFiles();
        List<String> names = names(path, header, limits);
        Numbers sizes = header.numbers(RpmTag.LONG_FILE_SIZES);
        if (sizes.count() == 0) {
            sizes = header.numbers(RpmTag.FILE_SIZES);
        }
        Numbers modes = header.numbers(RpmTag.FILE_MODES);
        if (sizes.count() < names.size() || modes.count() < names.size()) {
            throw new MalformedFileException(path, 0, "header lists fewer sizes or modes than files");
        }
        for (int i = 0; i < names.size(); i++) {
            all.files.add(new Listed(TarContent.normalised(names.get(i)), sizes.at(i), (int) modes.at(i)));
        }
        all.findLinks(header);
        return all;
    }

    private static List<String> names(String path, RpmHeader header, Limits limits) throws MalformedFileException {
        List<String> bases = header.strings(RpmTag.BASE_NAMES);
        if (bases.isEmpty()) {
            return header.strings(RpmTag.OLD_FILE_NAMES);
        }
        List<String> directories = header.strings(RpmTag.DIRECTORY_NAMES);
        Numbers indexes = header.numbers(RpmTag.DIRECTORY_INDEXES);
        if (indexes.count() < bases.size()) {
            throw new MalformedFileException(path, 0, "header lists fewer directories than files");
        }
        List<String> names = new ArrayList<>();
        long listed = 0;
        for (int i = 0; i < bases.size(); i++) {
            long directory = indexes.at(i);
            if (directory >= directories.size()) {
                throw new MalformedFileException(path, 0, "file in directory " + directory + ", which is not listed");
            }
            // A directory's name stands in the header once, however long it is and however many files lie in it.
            String name = directories.get((int) directory) + bases.get(i);
            listed += Limits.ENTRY + name.length();
            if (listed > limits.listing()) {
                throw new MalformedFileException(
                        path, 0, "the list of its files takes more than the limit (" + limits.listing() + ")");
            }
            names.add(name);
        }
        return names;
    }

    // Names of one file have one device and inode number; ghosts have them too and lie in no payload.
    private void findLinks(RpmHeader header) throws MalformedFileException {
        Numbers inodes = header.numbers(RpmTag.FILE_INODES);
        Numbers devices = header.numbers(RpmTag.FILE_DEVICES);
        Numbers flags = header.numbers(RpmTag.FILE_FLAGS);
        Map<String, Integer> last = new HashMap<>();
        for (int i = files.size() - 1; i >= 0; i--) {
            boolean ghost = i < flags.count() && (flags.at(i) & GHOST) != 0;
            if (ghost || !isRegular(i) || i >= inodes.count() || i >= devices.count()) {
                continue;
            }
            int at = i;
            lastOfLinks.put(i, last.computeIfAbsent(devices.at(i) + ":" + inodes.at(i), first -> at));
        }
    }

    private boolean isRegular(int index) {
        return (files.get(index).mode() & TYPE) == REGULAR;
    }

    /** {@return how many there are} */
    int count() {
        return files.size();
    }

    /** {@return the file at that index} */
    Listed at(int index) {
        return files.get(index);
    }

    /** {@return whether the payload holds this file's content here, and not at a later name of it} */
    boolean hasContent(int index) {
        return lastOfLinks.getOrDefault(index, index) == index;
    }

    /** {@return the index of the name at which the payload holds the content} */
    int contentAt(int index) {
        return lastOfLinks.getOrDefault(index, index);
    }
}
