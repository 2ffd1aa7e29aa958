package dev.assay.packaging;

import dev.assay.packaging.BinfmtEntry.Flag;
import dev.assay.packaging.BinfmtEntry.Format;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The files that packages register entries by.
 *
 * <ul>
 *   <li>{@code binfmt.d/*.conf} below /usr/lib, /usr/local/lib, /run and /etc: systemd-binfmt (binfmt.d(5)); a register
 *       string on each line, lines that begin with {@code #} or {@code ;} are passed over.
 *   <li>{@code usr/share/binfmts/*}: binfmt-support (update-binfmts(8), "FORMAT FILES"); {@code key value} lines, which a
 *       package's script imports.
 *   <li>{@code usr/share/qemu/binfmt.d/*}: templates of Debian 13, which register nothing until a link in binfmt.d leads to
 *       them.
 * </ul>
 */
public final class BinfmtFiles {
    /** The first that has a file of a name wins. */
    private static final List<String> SYSTEMD =
            List.of("etc/binfmt.d/", "run/binfmt.d/", "usr/local/lib/binfmt.d/", "usr/lib/binfmt.d/");

    private static final String UPDATE_BINFMTS = "usr/share/binfmts/";
    private static final String TEMPLATES = "usr/share/qemu/binfmt.d/";

    private BinfmtFiles() {}

    /** {@return whether the text of the file at that path is needed to read entries} */
    public static boolean isOne(String path) {
        return format(path).isPresent() || PackagedFile.merged(path).startsWith(TEMPLATES);
    }

    private static Optional<Format> format(String path) {
        String merged = PackagedFile.merged(path);
        if (merged.endsWith(".conf") && SYSTEMD.stream().anyMatch(directory -> isIn(directory, merged))) {
            return Optional.of(Format.SYSTEMD);
        }
        return isIn(UPDATE_BINFMTS, merged) ? Optional.of(Format.UPDATE_BINFMTS) : Optional.empty();
    }

    private static boolean isIn(String directory, String path) {
        return path.startsWith(directory) && path.indexOf('/', directory.length()) < 0;
    }

    /**
     * Reads the entries that a package registers. A path in a directory that is read may be a link to a text in another
     * package of the set. Of files of one name in several directories of binfmt.d one counts, that in /etc before all
     * others (binfmt.d(5)): a package may so switch off an entry of its own.
     *
     * @return the entries, by file and line
     */
    public static List<BinfmtEntry> registeredBy(BinaryPackage owner, PackageSet set) {
        List<BinfmtEntry> entries = new ArrayList<>();
        for (PackagedFile file : owner.files().values()) {
            Optional<Format> format = format(file.path());
            if (format.isPresent() && !(format.get() == Format.SYSTEMD && isOverridden(file.path(), owner))) {
                text(owner, file, set).ifPresent(text -> entries.addAll(parse(format.get(), file.path(), text)));
            }
        }
        return entries;
    }

    private static boolean isOverridden(String path, BinaryPackage owner) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        return SYSTEMD.stream()
                .takeWhile(directory -> !path.startsWith(directory))
                .anyMatch(directory -> owner.file(directory + name).isPresent());
    }

    private static Optional<String> text(BinaryPackage owner, PackagedFile file, PackageSet set) {
        return file.text()
                .or(() -> set.resolve(owner, file.path())
                        .flatMap(found -> found.file().text()));
    }

    /** {@return the entries of one file} */
    static List<BinfmtEntry> parse(Format format, String path, String text) {
        return switch (format) {
            case SYSTEMD -> registerStrings(path, text);
            case UPDATE_BINFMTS -> List.of(keysAndValues(path, text));
        };
    }

    private static List<BinfmtEntry> registerStrings(String path, String text) {
        List<BinfmtEntry> entries = new ArrayList<>();
        String[] lines = text.split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            String line = lines[i].strip(); // systemd's src/binfmt/binfmt.c strips too
            if (!line.isEmpty() && line.charAt(0) != '#' && line.charAt(0) != ';') {
                entries.add(RegisterString.parse(path, i + 1, line));
            }
        }
        return entries;
    }

    private static BinfmtEntry keysAndValues(String path, String text) {
        List<String> faults = new ArrayList<>();
        Map<String, String> values = new HashMap<>();
        for (String line : text.split("\n", -1)) {
            String[] keyAndValue = line.strip().split("\\s+", 2);
            if (keyAndValue.length == 2) {
                values.putIfAbsent(keyAndValue[0], keyAndValue[1]);
            }
        }
        String name = path.substring(path.lastIndexOf('/') + 1);
        RegisterString.checkName(name, faults);
        int offset = RegisterString.offset(values.getOrDefault("offset", ""), faults);
        List<Integer> magic = RegisterString.bytes("magic", values.getOrDefault("magic", ""), faults);
        String masked = values.getOrDefault("mask", "");
        List<Integer> mask = masked.isEmpty()
                ? Collections.nCopies(magic.size(), 0xff)
                : RegisterString.bytes("mask", masked, faults);
        if (!values.containsKey("package")) {
            faults.add("it names no package, which update-binfmts wants");
        }
        if (values.containsKey("extension")) {
            RegisterString.checkExtension(values.get("extension"), faults);
            Stream.of("magic", "mask")
                    .filter(values::containsKey)
                    .forEach(key -> faults.add("it has extension and " + key + ", update-binfmts takes one"));
        } else {
            RegisterString.checkWindow(offset, magic, mask, faults);
        }
        String interpreter = values.getOrDefault("interpreter", "");
        RegisterString.checkInterpreter(interpreter, faults);
        return new BinfmtEntry(
                Format.UPDATE_BINFMTS, path, 1, name, offset, magic, mask, interpreter, flags(values, faults), faults);
    }

    private static Set<Flag> flags(Map<String, String> values, List<String> faults) {
        Set<Flag> flags = EnumSet.noneOf(Flag.class);
        flag("preserve", Flag.P, values, flags, faults);
        flag("credentials", Flag.C, values, flags, faults);
        flag("fix_binary", Flag.F, values, flags, faults);
        return flags;
    }

    private static void flag(String key, Flag flag, Map<String, String> values, Set<Flag> flags, List<String> faults) {
        switch (values.getOrDefault(key, "no")) {
            case "yes" -> flags.add(flag);
            case "no" -> {}
            default -> faults.add(key + " is '" + values.get(key) + "', expected yes or no");
        }
    }
}
