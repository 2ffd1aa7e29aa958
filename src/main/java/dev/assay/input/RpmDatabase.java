package dev.assay.input;

import com.google.common.base.Splitter;
import dev.assay.Origin.PackageId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * RPM's database, asked through {@code rpm -qf}: it is SQLite, Berkeley DB or a format of its own, and rpm alone knows
 * which. The one place where another tool's output is read, in a format that we set.
 */
final class RpmDatabase implements PackageDatabase {
    private static final List<String> PLACES = List.of("usr/lib/sysimage/rpm", "var/lib/rpm");
    private static final List<String> FILES = List.of("rpmdb.sqlite", "Packages.db", "Packages");
    private static final String FORMAT =
            "%{NAME}\\t%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\\t%{ARCH}\\t%{SOURCERPM}\\n";
    private static final String LICENSE = "%|EPOCH?{%{EPOCH}:}|%{VERSION}-%{RELEASE}\\t%{ARCH}\\t%{LICENSE}\\n";

    private final Path root;
    private final Command command;

    RpmDatabase(Path root, Command command) {
        this.root = root;
        this.command = command;
    }

    static boolean isAt(Path root) {
        return PLACES.stream()
                .flatMap(place -> FILES.stream().map(file -> root.resolve(place).resolve(file)))
                .anyMatch(Files::isRegularFile);
    }

    // rpm answers each file with one line, owned or not, as long as one package owns it; so each is asked alone.
    @Override
    public Map<String, PackageId> owners(Collection<String> files) throws IOException {
        Map<String, PackageId> owners = new TreeMap<>();
        for (String file : files) {
            List<String> line = new ArrayList<>(
                    List.of("rpm", "--root", root.toAbsolutePath().toString()));
            line.addAll(List.of("-qf", "--qf", FORMAT, "--", file));
            command.run(line).lines().findFirst().flatMap(RpmDatabase::id).ifPresent(id -> owners.put(file, id));
        }
        return owners;
    }

    @Override
    public Map<PackageId, List<String>> licences(Collection<PackageId> packages) throws IOException {
        Map<PackageId, List<String>> licences = new HashMap<>();
        for (PackageId id : packages) {
            List<String> line = new ArrayList<>(
                    List.of("rpm", "--root", root.toAbsolutePath().toString()));
            line.addAll(List.of("-q", "--qf", LICENSE, "--", id.name()));
            String wanted = id.version() + "\t" + id.architecture() + "\t";
            command.run(line)
                    .lines()
                    .filter(installed -> installed.startsWith(wanted))
                    .map(installed -> installed.substring(wanted.length()).strip())
                    .filter(licence -> !licence.isEmpty())
                    .findFirst()
                    .ifPresent(licence -> licences.put(id, List.of(licence)));
        }
        return licences;
    }

    private static Optional<PackageId> id(String answer) {
        List<String> fields = Splitter.on('\t').splitToList(answer);
        if (fields.size() != 4) {
            return Optional.empty(); // "file ... is not owned by any package"
        }
        String version = fields.get(1);
        SourceRpm source = SourceRpm.of(fields.get(3), fields.get(0), version);
        return Optional.of(new PackageId(fields.get(0), version, source.name(), source.version(), "", fields.get(2)));
    }

    /** Runs rpm. */
    @FunctionalInterface
    interface Command {
        /** Runs the real one; what it writes to standard error is dropped, its exit status too. */
        Command PROCESS = line -> {
            Process process = new ProcessBuilder(line)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            try (OutputStream input = process.getOutputStream()) {
                input.flush();
            }
            try (var output = process.getInputStream()) {
                return new String(output.readAllBytes(), StandardCharsets.UTF_8);
            }
        };

        /** {@return what the command wrote to standard output} */
        String run(List<String> line) throws IOException;
    }
}
