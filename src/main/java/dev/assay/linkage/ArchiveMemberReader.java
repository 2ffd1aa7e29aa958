package dev.assay.linkage;

import dev.assay.MalformedFileException;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.FixedAddressRelocations;
import dev.assay.elf.InputSection;
import dev.assay.elf.Machine;
import dev.assay.elf.ObjectFile;
import dev.assay.elf.ObjectReader;
import dev.assay.elf.RelocationTable;
import dev.assay.elf.Symbol;
import dev.assay.linkage.ArchiveMemberFacts.AbsoluteRelocation;
import dev.assay.linkage.ArchiveMemberFacts.Content;
import dev.assay.linkage.Linkage.Stack;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads from an archive's member what matters before it is linked. */
public final class ArchiveMemberReader {
    private static final int SHN_ABS = 0xfff1;
    private static final String STACK_NOTE = ".note.GNU-stack";
    private static final String PROPERTY_NOTE = ".note.gnu.property";

    private final String name;
    private final ObjectFile object;

    private ArchiveMemberReader(String name, ObjectFile object) {
        this.name = name;
        this.object = object;
    }

    /**
     * Reads a member.
     *
     * @param path for messages: {@code libz.a(crc32.o)}
     * @param name the member's name
     * @param content its bytes
     * @return its facts
     */
    public static ArchiveMemberFacts read(String path, String name, byte[] content) {
        if (ObjectReader.isBitCode(content)) {
            return without(Content.BYTE_CODE, name, "");
        }
        try {
            ElfHeader header = ObjectReader.header(path, content);
            Optional<RelocationTable> table = RelocationTable.of(header);
            if (table.isPresent()) {
                return new ArchiveMemberReader(name, ObjectReader.read(path, content, table.get())).facts();
            }
            return without(Content.UNREADABLE, name, machine(header));
        } catch (MalformedFileException e) {
            return without(Content.UNREADABLE, name, ""); // a member that is no object: its Content says so
        }
    }

    /** Of a member in which there is no machine code to read. */
    private static ArchiveMemberFacts without(Content content, String name, String machine) {
        return new ArchiveMemberFacts(name, machine, content, List.of(), Stack.UNSTATED, List.of(), List.of());
    }

    private static String machine(ElfHeader header) {
        return Machine.of(header)
                .map(Machine::machineName)
                .orElse("unknown-0x" + Integer.toHexString(header.eMachine()));
    }

    private ArchiveMemberFacts facts() {
        return new ArchiveMemberFacts(
                name,
                machine(object.header()),
                object.byteCode() ? Content.BYTE_CODE : Content.OBJECT,
                absolute(),
                stack(),
                missingProtection(),
                writableCode());
    }

    private List<AbsoluteRelocation> absolute() {
        Optional<FixedAddressRelocations> types = FixedAddressRelocations.of(object.header());
        if (types.isEmpty()) {
            return List.of();
        }
        List<AbsoluteRelocation> found = new ArrayList<>();
        for (InputSection section : object.sections()) {
            if (section.isAllocated()) {
                found.addAll(absolute(section, types.get()));
            }
        }
        return found;
    }

    private List<AbsoluteRelocation> absolute(InputSection section, FixedAddressRelocations types) {
        Map<Integer, AbsoluteRelocation> byType = new TreeMap<>();
        for (int i = 0; i < section.relocations().count(); i++) {
            int type = section.relocations().type(i);
            boolean unfit = switch (types.demand(type)) {
                case NONE -> false;
                case WRITABLE -> !section.isWritable();
                case FIXED -> true;
            };
            Symbol symbol = object.symbols().get(section.relocations().symbol(i));
            // What has no address, a constant or nothing at all, has the same value wherever the image lies.
            if (unfit
                    && symbol.sectionIndex() != SHN_ABS
                    && section.relocations().symbol(i) != 0) {
                byType.merge(
                        type,
                        new AbsoluteRelocation(section.name(), type, 1, symbol.name()),
                        (first, next) ->
                                new AbsoluteRelocation(first.section(), type, first.count() + 1, first.symbol()));
            }
        }
        return List.copyOf(byType.values());
    }

    private Stack stack() {
        for (InputSection section : object.sections()) {
            if (section.name().equals(STACK_NOTE)) {
                return section.isExecutable() ? Stack.EXECUTABLE : Stack.NOT_EXECUTABLE;
            }
        }
        return Stack.UNSTATED;
    }

    private List<String> writableCode() {
        Set<String> writable = new TreeSet<>();
        Set<String> proper = new HashSet<>();
        for (InputSection section : object.sections()) {
            boolean both = section.isAllocated() && section.isWritable() && section.isExecutable();
            (both ? writable : proper).add(section.name());
        }
        writable.removeAll(proper);
        return List.copyOf(writable);
    }

    private List<String> missingProtection() {
        boolean code = object.sections().stream().anyMatch(section -> section.isExecutable() && section.size() > 0);
        if (!code) {
            return List.of();
        }
        Optional<InputSection> note = object.sections().stream()
                .filter(section -> section.name().equals(PROPERTY_NOTE))
                .findFirst();
        return BranchProtection.of(object, note).missing();
    }
}
