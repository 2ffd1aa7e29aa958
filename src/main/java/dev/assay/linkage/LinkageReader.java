package dev.assay.linkage;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.assay.MalformedFileException;
import dev.assay.elf.DynamicTable;
import dev.assay.elf.ElfClass;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.Image;
import dev.assay.elf.Image.DynamicEntry;
import dev.assay.elf.Machine;
import dev.assay.elf.Section;
import dev.assay.elf.Segment;
import dev.assay.elf.Symbol;
import dev.assay.linkage.Linkage.Cause;
import dev.assay.linkage.Linkage.Disagreement;
import dev.assay.linkage.Linkage.DynamicFlag;
import dev.assay.linkage.Linkage.DynamicString;
import dev.assay.linkage.Linkage.Loaded;
import dev.assay.linkage.Linkage.Malformation;
import dev.assay.linkage.Linkage.Packing;
import dev.assay.linkage.Linkage.Relro;
import dev.assay.linkage.Linkage.Stack;
import dev.assay.linkage.Linkage.WritableCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads from an image how it starts, and makes the linkage of what is no image. */
public final class LinkageReader {
    private static final Map<Long, String> LOADS = Map.ofEntries(
            Map.entry(DynamicTable.DT_AUXILIARY, "DT_AUXILIARY"),
            Map.entry(DynamicTable.DT_FILTER, "DT_FILTER"),
            Map.entry(DynamicTable.DT_AUDIT, "DT_AUDIT"),
            Map.entry(DynamicTable.DT_DEPAUDIT, "DT_DEPAUDIT"),
            Map.entry(DynamicTable.DT_CONFIG, "DT_CONFIG"));
    private static final Map<Long, String> SEARCH_PATHS = Map.ofEntries(
            Map.entry(DynamicTable.DT_RPATH, "DT_RPATH"), Map.entry(DynamicTable.DT_RUNPATH, "DT_RUNPATH"));
    /** Of any machine. */
    private static final long SMALLEST_PAGE = 4096;

    private static final Map<Long, String> NEEDED = Map.ofEntries(Map.entry(DynamicTable.DT_NEEDED, "DT_NEEDED"));

    private final Image image;
    private final DynamicTable dynamic;

    private LinkageReader(Image image) {
        this.image = image;
        this.dynamic = DynamicTable.of(image);
    }

    /**
     * The linkage of an image.
     *
     * @param image an ELF file
     * @return what its headers say; of form {@link LinkageForm#MALFORMED} where its dynamic table or its entry point
     *     contradict the file
     */
    public static Linkage of(Image image) {
        LinkageReader reader = new LinkageReader(image);
        try {
            return reader.read();
        } catch (MalformedFileException e) {
            return reader.unreadable(e);
        }
    }

    /** {@return the linkage of a file that is not ELF and no archive} */
    public static Linkage notElf() {
        return bare(LinkageForm.NOT_ELF, Optional.empty());
    }

    /** {@return the linkage of an {@code ar} archive} */
    public static Linkage archive() {
        return bare(LinkageForm.ARCHIVE, Optional.empty());
    }

    /** {@return the linkage of a file that starts as an ELF file does and cannot be read} */
    public static Linkage malformed(MalformedFileException cause) {
        return bare(LinkageForm.MALFORMED, Optional.of(new Malformation(cause.expected(), cause.offset())));
    }

    private static Linkage bare(LinkageForm form, Optional<Malformation> malformation) {
        return new Linkage(
                form,
                "",
                false,
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                List.of(),
                Stack.UNSTATED,
                true,
                Relro.NONE,
                List.of(),
                false,
                List.of(),
                Optional.empty(),
                BranchProtection.none(),
                List.of(),
                malformation);
    }

    private Linkage read() throws MalformedFileException {
        List<DynamicString> needed = strings(NEEDED);
        Optional<Packing> packing = isStarted() ? PackingSigns.of(image) : Optional.empty();
        LinkageForm form = form(needed, packing);
        Optional<Malformation> malformation = entryMalformation(form);
        return linkage(
                malformation.isPresent() ? LinkageForm.MALFORMED : form,
                needed,
                strings(LOADS),
                strings(SEARCH_PATHS),
                undefinedSymbols(),
                isStarted() ? ViewComparison.of(image) : List.of(),
                packing,
                malformation);
    }

    /** What is left to say when the dynamic table leads out of the file. */
    private Linkage unreadable(MalformedFileException cause) {
        return linkage(
                LinkageForm.MALFORMED,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(new Malformation(cause.expected(), cause.offset())));
    }

    private Linkage linkage(
            LinkageForm form,
            List<DynamicString> needed,
            List<DynamicString> loads,
            List<DynamicString> searchPaths,
            List<String> undefinedSymbols,
            List<Disagreement> disagreements,
            Optional<Packing> packing,
            Optional<Malformation> malformation) {
        Optional<Machine> machine = Machine.of(image.header());
        return new Linkage(
                form,
                machine.map(Machine::machineName)
                        .orElse("unknown-0x"
                                + Integer.toHexString(image.header().eMachine())),
                machine.isPresent(),
                image.interpreter(),
                needed,
                loads,
                searchPaths,
                textRelocations(),
                undefinedSymbols,
                stack(),
                heedsStackNotes(),
                relro(),
                writableCode(),
                image.header().type() == ElfHeader.ET_DYN,
                disagreements,
                packing,
                BranchProtection.of(image),
                loaded(),
                malformation);
    }

    private List<Loaded> loaded() {
        return image.segments().stream()
                .filter(segment -> segment.type() == Segment.PT_LOAD)
                .map(segment -> new Loaded(segment.address(), segment.offset(), segment.fileSize()))
                .toList();
    }

    private boolean isStarted() {
        return image.header().type() == ElfHeader.ET_EXEC || image.header().type() == ElfHeader.ET_DYN;
    }

    private LinkageForm form(List<DynamicString> needed, Optional<Packing> packing) {
        if (image.header().type() == ElfHeader.ET_REL) {
            return LinkageForm.RELOCATABLE;
        }
        if (image.header().type() == ElfHeader.ET_CORE) {
            return LinkageForm.CORE;
        }
        if (packing.isPresent()) {
            return LinkageForm.OPAQUE;
        }
        if (isLibrary()) {
            return LinkageForm.SHARED_OBJECT;
        }
        if (image.interpreter().isPresent() || !needed.isEmpty()) {
            return LinkageForm.DYNAMIC;
        }
        return image.header().type() == ElfHeader.ET_EXEC ? LinkageForm.STATIC : LinkageForm.STATIC_PIE;
    }

    /**
     * ET_DYN is said of libraries and of position-independent executables. DF_1_PIE is the linker's word for the latter
     * (ld sets it with -pie since 2.26); without it a file with an interpreter is an executable unless it has a DT_SONAME
     * (libc.so.6 has both), and one without a dynamic table is none that ld.so could map. DT_DEBUG is for executables alone (gABI,
     * "Dynamic Section"; linkers give it to no library): linkers before DF_1_PIE, and lld before 11, say no more of a static-pie
     * program. An entry point of 0 is none (gABI, "ELF Header").
     */
    private boolean isLibrary() {
        if (image.header().type() != ElfHeader.ET_DYN) {
            return false;
        }
        if ((dynamic.flags(DynamicTable.DT_FLAGS_1) & DynamicTable.DF_1_PIE) != 0) {
            return image.interpreter().isEmpty() && image.header().entry() == 0;
        }
        if (image.interpreter().isPresent()) {
            return dynamic.last(DynamicTable.DT_SONAME).isPresent();
        }
        boolean program = image.dynamic().isEmpty()
                || dynamic.last(DynamicTable.DT_DEBUG).isPresent()
                        && dynamic.last(DynamicTable.DT_SONAME).isEmpty();
        return !program || image.header().entry() == 0;
    }

    /** A program that is started without a loader begins at e_entry: bytes of the file must be mapped there, as code. */
    private Optional<Malformation> entryMalformation(LinkageForm form) {
        if (form != LinkageForm.STATIC && form != LinkageForm.STATIC_PIE) {
            return Optional.empty();
        }
        boolean mapped = image.loadAt(image.header().entry())
                .filter(load -> load.isCode() || runsReadableMemory())
                .isPresent();
        long entryOffset = 24;
        return mapped
                ? Optional.empty()
                : Optional.of(new Malformation(
                        "e_entry 0x" + Long.toHexString(image.header().entry()) + " lies in no executable PT_LOAD",
                        entryOffset));
    }

    /**
     * Where readable memory can be run: on ppc64 e_entry may be a function descriptor in the data (ELFv1 psABI); 32-bit
     * machines treat programs without a PT_GNU_STACK that forbids it as such (linux, elf_read_implies_exec()).
     */
    private boolean runsReadableMemory() {
        Optional<Machine> machine = Machine.of(image.header());
        return machine.isEmpty()
                || machine.get() == Machine.PPC64
                || (image.header().elfClass() == ElfClass.ELF32 && stack() != Stack.NOT_EXECUTABLE);
    }

    private List<DynamicString> strings(Map<Long, String> tags) throws MalformedFileException {
        List<DynamicString> strings = new ArrayList<>();
        for (DynamicEntry entry : image.dynamic()) {
            String tag = tags.get(entry.tag());
            if (tag != null) {
                strings.add(new DynamicString(tag, dynamic.string(entry), entry.offset()));
            }
        }
        return strings;
    }

    private Optional<DynamicFlag> textRelocations() {
        Optional<DynamicEntry> tag = dynamic.last(DynamicTable.DT_TEXTREL);
        if (tag.isPresent()) {
            return Optional.of(new DynamicFlag("DT_TEXTREL", tag.get().offset()));
        }
        return dynamic.last(DynamicTable.DT_FLAGS)
                .filter(flags -> (flags.value() & DynamicTable.DF_TEXTREL) != 0)
                .map(flags -> new DynamicFlag("DF_TEXTREL", flags.offset()));
    }

    private List<String> undefinedSymbols() throws MalformedFileException {
        return dynamic.symbols().stream()
                .filter(symbol -> !symbol.isDefined())
                .filter(symbol -> symbol.binding() != Symbol.STB_WEAK)
                .map(Symbol::name)
                .filter(name -> !name.isEmpty())
                .distinct()
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private Stack stack() {
        Stack stack = Stack.UNSTATED;
        for (Segment segment : image.segments()) {
            if (segment.type() == Segment.PT_GNU_STACK) { // of several the kernel's loop leaves the last
                stack = (segment.flags() & Segment.PF_X) != 0 ? Stack.EXECUTABLE : Stack.NOT_EXECUTABLE;
            }
        }
        return stack;
    }

    /** Tried with lld 14 and mold 1.10: -z execstack alone makes the stack executable. */
    private boolean heedsStackNotes() {
        return image.sections().stream()
                .filter(section ->
                        section.name().equals(".comment") && image.bytes().contains(section.offset(), section.size()))
                .map(section ->
                        new String(image.bytes().array(), (int) section.offset(), (int) section.size(), ISO_8859_1))
                .noneMatch(comment -> comment.contains("LLD ") || comment.contains("mold "));
    }

    private Relro relro() {
        boolean present = image.segments().stream()
                .anyMatch(segment -> segment.type() == Segment.PT_GNU_RELRO && segment.memorySize() != 0);
        if (!present) {
            return Relro.NONE;
        }
        boolean boundAtStart = dynamic.last(DynamicTable.DT_JMPREL).isEmpty()
                || dynamic.last(DynamicTable.DT_BIND_NOW).isPresent()
                || (dynamic.flags(DynamicTable.DT_FLAGS) & DynamicTable.DF_BIND_NOW) != 0
                || (dynamic.flags(DynamicTable.DT_FLAGS_1) & DynamicTable.DF_1_NOW) != 0;
        return boundAtStart ? Relro.FULL : Relro.PARTIAL;
    }

    private List<WritableCode> writableCode() {
        List<WritableCode> ranges = new ArrayList<>();
        for (int i = 0; i < image.segments().size(); i++) {
            Segment segment = image.segments().get(i);
            if (segment.isCode() && (segment.flags() & Segment.PF_W) != 0) {
                ranges.add(new WritableCode(
                        segment.address(), segment.memorySize(), image.programHeaderOffset(i), cause(segment)));
            }
        }
        return ranges;
    }

    /** ld makes one segment of all where it is told that pages do not matter (bfd, elf.c, assign_file_positions, D_PAGED). */
    private Cause cause(Segment segment) {
        if (Long.compareUnsigned(segment.alignment(), SMALLEST_PAGE) < 0) {
            return Cause.NOT_PAGED;
        }
        List<Section> inside = image.sections().stream()
                .filter(section -> section.isAllocated() && section.size() > 0)
                .filter(section ->
                        Long.compareUnsigned(section.address() - segment.address(), segment.memorySize()) < 0)
                .toList();
        boolean joined = inside.stream().anyMatch(Section::isExecutable)
                && inside.stream().noneMatch(section -> section.isExecutable() && section.isWritable());
        return joined ? Cause.JOINED : Cause.NOT_SHOWN;
    }
}
