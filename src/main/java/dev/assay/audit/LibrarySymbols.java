package dev.assay.audit;

import dev.assay.MalformedFileException;
import dev.assay.elf.DynamicTable;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.ElfReader;
import dev.assay.elf.Image;
import dev.assay.elf.Machine;
import dev.assay.elf.Symbol;
import dev.assay.input.ArchiveMember;
import dev.assay.input.ArchiveSymbols;
import dev.assay.input.ByteSource;
import dev.assay.input.FileKind;
import dev.assay.input.Limits;
import dev.assay.input.Reference;
import dev.assay.input.ReferenceLocator;
import dev.assay.input.ReferenceSink;
import dev.assay.input.Unreadable;
import dev.assay.linkage.MemberSymbols;
import dev.assay.provenance.CatalogFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Which symbols only shared libraries have: what the references' archives do not define, and a shared library does that lies
 * where they lie. What neither defines may be the program's own, and is not told. Archives are read once for each machine, by
 * their own symbol tables; 121 of them, 118 MB, take 0.2 s. Shared libraries are read when something is left to look for.
 */
final class LibrarySymbols {
    /**
     * What i386 code calls to find its thread-local variables: a linker that makes a program puts their offsets there instead
     * (psABI i386, "Thread-Local Storage"; bfd, elf_x86_tls_transition()).
     */
    private static final String RELAXED = "___tls_get_addr";

    /** Names that linkers and start-up code give; some shared library happens to show each of them. */
    private static final Set<String> ALWAYS_GIVEN = Set.of(
            "_DYNAMIC",
            "_GLOBAL_OFFSET_TABLE_",
            "__bss_start",
            "__data_start",
            "__dso_handle",
            "__ehdr_start",
            "__executable_start",
            "_edata",
            "_end",
            "_etext",
            "_fini",
            "_init",
            "_start",
            "data_start",
            "edata",
            "end",
            "environ",
            "etext",
            "main");

    /** Of a library that is larger it is not known what it has: LLVM's are, and no archive waits for them. */
    private static final long LARGEST_LIBRARY = 64L << 20;

    private final ReferenceSources sources;
    private final ReferenceLocator locator;
    private final ConcurrentMap<String, Set<String>> inArchives = new ConcurrentHashMap<>();

    LibrarySymbols(ReferenceSources sources, Limits limits) {
        this.sources = sources;
        this.locator = new ReferenceLocator(sources.root(), limits, CatalogFile::begins);
    }

    /** Collects what archives and loose objects define. What cannot be read is told where it is compared with, and not here. */
    private record Defined(Set<String> names) implements ReferenceSink {
        @Override
        public void reference(Reference reference) {
            try {
                byte[] bytes = reference.content().bytes();
                if (reference.kind() == FileKind.ARCHIVE) {
                    ArchiveSymbols.addTo(bytes, names);
                } else {
                    names.addAll(MemberSymbols.of(reference.origin().archive(), bytes)
                            .defined());
                }
            } catch (IOException e) {
                unreadable(Unreadable.because(reference.origin().archive(), e));
            }
        }

        @Override
        public void catalog(Path file) {} // made for finding code; the archives that it was made of are elsewhere

        @Override
        public void unreadable(Unreadable unreadable) {}
    }

    /**
     * Tells which of the symbols that an archive lacks only a shared library has.
     *
     * @param machine of the archive's members
     * @param undefined what they must be given from outside
     * @return file names of libraries by symbol; empty where the user wants nothing compared
     * @throws IOException when a library cannot be read
     */
    Map<String, String> onlyShared(ElfHeader machine, Set<String> undefined) throws IOException {
        Map<String, String> found = new TreeMap<>();
        Set<String> wanted = new TreeSet<>(undefined);
        wanted.removeAll(ALWAYS_GIVEN);
        wanted.remove(RELAXED);
        String name = Machine.of(machine).map(Machine::machineName).orElse("");
        if (sources.isNone() || wanted.isEmpty()) {
            return found;
        }
        wanted.removeAll(inArchives.computeIfAbsent(name, this::readArchives));
        for (Path library : wanted.isEmpty() ? List.<Path>of() : libraries(name)) {
            for (String symbol : definedBy(library, machine, wanted)) {
                found.put(symbol, String.valueOf(library.getFileName()));
                wanted.remove(symbol);
            }
        }
        return found;
    }

    private Set<String> readArchives(String machine) {
        Defined defined = new Defined(new HashSet<>());
        for (String path : sources.paths()) {
            if (path.equals(ReferenceSources.DEFAULT)) {
                locator.forMachine(machine, defined);
            } else {
                locator.locate(path, defined);
            }
        }
        sources.objects().forEach(path -> locator.locate(path, defined));
        return defined.names();
    }

    private List<Path> libraries(String machine) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String path : sources.paths()) {
            found.addAll(
                    path.equals(ReferenceSources.DEFAULT)
                            ? locator.sharedLibraries(machine)
                            : locator.sharedLibrariesIn(Path.of(path)));
        }
        return found;
    }

    private static List<String> definedBy(Path library, ElfHeader machine, Set<String> wanted) throws IOException {
        if (wanted.isEmpty() || Files.size(library) > LARGEST_LIBRARY) {
            return List.of();
        }
        try {
            Image image = ElfReader.read(library.toString(), new ByteSource.OfFile(library).bytes());
            boolean fits = image.header().isForSameMachine(machine);
            return (fits ? DynamicTable.of(image).symbols() : List.<Symbol>of())
                    .stream()
                            .filter(Symbol::isDefined)
                            .map(Symbol::name)
                            .filter(wanted::contains)
                            .distinct()
                            .toList();
        } catch (MalformedFileException noLibrary) {
            return List.of(); // a linker script such as libc.so
        }
    }

    /** {@return what an archive's members ask of others} */
    static Set<String> undefined(String path, List<ArchiveMember> members) {
        Set<String> defined = new HashSet<>();
        Set<String> undefined = new TreeSet<>();
        for (ArchiveMember member : members) {
            MemberSymbols symbols = MemberSymbols.of(path + "(" + member.name() + ")", member.bytes());
            defined.addAll(symbols.defined());
            undefined.addAll(symbols.undefined());
        }
        undefined.removeAll(defined);
        return undefined;
    }
}
