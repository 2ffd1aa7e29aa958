package dev.assay.input;

import dev.assay.Origin.PackageId;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * dpkg's database, read as files: {@code var/lib/dpkg/info/NAME[:ARCH].list} names each package's files, {@code
 * var/lib/dpkg/status} holds its control fields (dpkg-query(1), "FILES").
 *
 * <p>A system has thousands of lists and the archives lie in few of them. Lists of packages whose names promise archives
 * are read first, the others only for what is left then.
 */
final class DpkgDatabase implements PackageDatabase {
    static final String STATUS = "var/lib/dpkg/status";
    private static final String INFO = "var/lib/dpkg/info";
    private static final String LIST = ".list";

    private final Path root;

    DpkgDatabase(Path root) {
        this.root = root;
    }

    @Override
    public Map<String, PackageId> owners(Collection<String> files) throws IOException {
        Search search = new Search(files);
        List<Path> unlikely = new ArrayList<>();
        for (Path list : lists()) {
            if (promisesArchives(nameOf(list))) {
                search.in(list);
            } else {
                unlikely.add(list);
            }
        }
        for (Path list : unlikely) {
            search.in(list);
        }
        return ids(search.found());
    }

    @Override
    public Map<PackageId, List<String>> licences(Collection<PackageId> packages) throws IOException {
        Set<String> names = new HashSet<>();
        packages.forEach(id -> names.add(qualified(id)));
        Map<String, PackageId> installed = statusOf(names);
        Map<PackageId, List<String>> licences = new HashMap<>();
        for (PackageId id : packages) {
            PackageId here = installed.get(qualified(id));
            if (here != null && here.version().equals(id.version())) {
                List<String> stated = licences(id.name());
                if (!stated.isEmpty()) {
                    licences.put(id, stated);
                }
            }
        }
        return licences;
    }

    private static String qualified(PackageId id) {
        return id.name() + ":" + id.architecture();
    }

    // A package's documentation may be a link to another's (Debian policy 12.3); one out of a sysroot leads nowhere.
    private List<String> licences(String name) throws IOException {
        Optional<Path> file = CopyrightFile.path(name).map(root::resolve).filter(Files::isRegularFile);
        boolean mayBeRead = file.isPresent()
                && file.get().toRealPath().startsWith(root.toRealPath())
                && Files.size(file.get()) <= CopyrightFile.LARGEST;
        return mayBeRead ? CopyrightFile.licences(Files.readAllBytes(file.get())) : List.of();
    }

    private List<Path> lists() throws IOException {
        List<Path> lists = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(root.resolve(INFO), "*" + LIST)) {
            stream.forEach(lists::add);
        }
        lists.sort((left, right) -> nameOf(left).compareTo(nameOf(right)));
        return lists;
    }

    private static String nameOf(Path list) {
        String file = String.valueOf(list.getFileName());
        return file.substring(0, file.length() - LIST.length());
    }

    private static boolean promisesArchives(String name) {
        return name.contains("-dev") || name.contains("static") || name.contains("-cross");
    }

    /** Turns {@code libc6-dev:amd64} into what the status file says of it. */
    private Map<String, PackageId> ids(Map<String, String> packages) throws IOException {
        if (packages.isEmpty()) {
            return Map.of();
        }
        Map<String, PackageId> byName = statusOf(packages.values());
        Map<String, PackageId> ids = new HashMap<>();
        packages.forEach((file, name) -> Optional.ofNullable(byName.get(name)).ifPresent(id -> ids.put(file, id)));
        return ids;
    }

    // Packages that are not Multi-Arch: same have a list without architecture, so each is known by two names.
    private Map<String, PackageId> statusOf(Collection<String> names) throws IOException {
        Map<String, PackageId> ids = new HashMap<>();
        String suite = suite();
        try (BufferedReader reader = Files.newBufferedReader(root.resolve(STATUS), StandardCharsets.ISO_8859_1)) {
            StringBuilder stanza = new StringBuilder();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                if (!line.isEmpty()) {
                    stanza.append(line).append('\n');
                } else {
                    note(stanza, suite, names, ids);
                }
            }
            note(stanza, suite, names, ids);
        }
        return ids;
    }

    private static void note(StringBuilder stanza, String suite, Collection<String> names, Map<String, PackageId> ids) {
        Optional<PackageId> id = Stanza.parse(stanza.toString()).packageId(suite);
        stanza.setLength(0);
        if (id.isEmpty()) {
            return;
        }
        String qualified = qualified(id.get());
        if (names.contains(qualified)) {
            ids.put(qualified, id.get());
        } else if (names.contains(id.get().name())) {
            ids.put(id.get().name(), id.get());
        }
    }

    /** os-release(5): {@code VERSION_CODENAME=bookworm}, perhaps in quotes. */
    private String suite() throws IOException {
        for (String release : List.of("etc/os-release", "usr/lib/os-release")) {
            Path file = root.resolve(release);
            if (Files.isRegularFile(file)) {
                return Files.readString(file, StandardCharsets.ISO_8859_1)
                        .lines()
                        .filter(line -> line.startsWith("VERSION_CODENAME="))
                        .map(line -> line.substring(line.indexOf('=') + 1).replaceAll("[\"']", ""))
                        .findFirst()
                        .orElse("");
            }
        }
        return "";
    }

    /** The files whose owners are sought, until each is found. */
    private static final class Search {
        private final Map<String, List<String>> sought = new HashMap<>();
        private final Map<String, String> found = new HashMap<>();

        private Search(Collection<String> files) {
            for (String file : files) {
                if (!file.startsWith("/usr/local/")) { // Debian policy 9.1.2: no package's files lie there
                    sought.computeIfAbsent(unmerged(file), key -> new ArrayList<>())
                            .add(file);
                }
            }
        }

        // Lists keep the path that the package has; where /lib is a link to /usr/lib, the file is found under both.
        private static String unmerged(String file) {
            return file.startsWith("/usr/lib") ? file.substring("/usr".length()) : file;
        }

        private void in(Path list) throws IOException {
            if (sought.isEmpty()) {
                return;
            }
            String owner = nameOf(list);
            // ISO 8859-1 decodes any bytes, and by the fastest way; names of archives and objects are ASCII.
            for (String line : new String(Files.readAllBytes(list), StandardCharsets.ISO_8859_1).split("\n", -1)) {
                if (line.endsWith(".a") || line.endsWith(".o")) {
                    List<String> files = sought.remove(unmerged(line));
                    if (files != null) {
                        files.forEach(file -> found.put(file, owner));
                    }
                }
            }
        }

        private Map<String, String> found() {
            return found;
        }
    }
}
