package dev.assay.linkage;

import dev.assay.MalformedFileException;
import dev.assay.elf.Bytes;
import dev.assay.elf.DynamicTable;
import dev.assay.elf.ElfClass;
import dev.assay.elf.Image;
import dev.assay.elf.Image.DynamicEntry;
import dev.assay.elf.Section;
import dev.assay.elf.Segment;
import dev.assay.linkage.Linkage.Disagreement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * Where an image's headers tell a tool another story than the loader: its section headers, which tools like to believe,
 * p_offset of PT_DYNAMIC, which ld.so does not read, or a second PT_DYNAMIC. An image without section headers contradicts nothing, and a
 * section that cannot be read says nothing.
 */
final class ViewComparison {
    private static final int SHT_DYNAMIC = 6;
    private static final int SHT_NOBITS = 8;
    private static final int LONGEST_STRING = 4096;

    /** More than any linker writes: a section of more entries is compared by these alone. */
    private static final int MOST_ENTRIES = 65536;

    private final Image image;
    private final DynamicTable dynamic;
    private final List<Disagreement> disagreements = new ArrayList<>();

    private ViewComparison(Image image) {
        this.image = image;
        this.dynamic = DynamicTable.of(image);
    }

    static List<Disagreement> of(Image image) throws MalformedFileException {
        ViewComparison comparison = new ViewComparison(image);
        comparison.compareInterpreter();
        comparison.compareDynamicOffset();
        comparison.compareDynamicSegments();
        comparison.compareDynamicSection();
        return comparison.disagreements;
    }

    private void compareInterpreter() {
        for (int i = 0; i < image.sections().size(); i++) {
            Section section = image.sections().get(i);
            if (section.name().equals(".interp") && section.type() != SHT_NOBITS) {
                compareInterpreter(section, image.sectionHeaderOffset(i));
                return;
            }
        }
    }

    private void compareInterpreter(Section section, long headerOffset) {
        String named = stringAt(section.offset(), section.size());
        Optional<String> interpreter = image.interpreter();
        if (!interpreter.equals(Optional.of(named))) {
            add(
                    "interpreter",
                    interpreter.map(path -> "PT_INTERP " + path).orElse("no PT_INTERP"),
                    ".interp " + named,
                    headerOffset);
        }
    }

    private void compareDynamicOffset() {
        OptionalInt index = image.dynamicSegment();
        if (index.isEmpty()) {
            return;
        }
        Segment segment = image.segments().get(index.getAsInt());
        OptionalLong mapped = image.fileOffset(segment.address());
        if (mapped.isPresent() && mapped.getAsLong() != segment.offset()) {
            add(
                    "dynamic table",
                    "p_vaddr of PT_DYNAMIC is mapped from " + hex(mapped.getAsLong()),
                    "p_offset of PT_DYNAMIC is " + hex(segment.offset()),
                    image.programHeaderOffset(index.getAsInt()));
        }
    }

    /** Of several PT_DYNAMIC ld.so takes the last; readelf, and who searches for the first, see another. */
    private void compareDynamicSegments() {
        int last = image.dynamicSegment().orElse(0);
        for (int i = 0; i < last; i++) {
            if (image.segments().get(i).type() == Segment.PT_DYNAMIC) {
                add(
                        "dynamic table",
                        "last PT_DYNAMIC at address "
                                + hex(image.segments().get(last).address()),
                        "first PT_DYNAMIC at address "
                                + hex(image.segments().get(i).address()),
                        image.programHeaderOffset(i));
                return;
            }
        }
    }

    private void compareDynamicSection() throws MalformedFileException {
        for (int i = 0; i < image.sections().size(); i++) {
            Section section = image.sections().get(i);
            boolean named = section.type() == SHT_DYNAMIC || section.name().equals(".dynamic");
            if (named && section.type() != SHT_NOBITS) {
                comparePlace(section, image.sectionHeaderOffset(i));
                compareNeeded(neededBy(section), image.sectionHeaderOffset(i));
                return;
            }
        }
        if (!image.sections().isEmpty() && !dynamic.all(DynamicTable.DT_NEEDED).isEmpty()) {
            compareNeeded(List.of(), image.sectionHeaderOffset(0));
        }
    }

    private void comparePlace(Section section, long headerOffset) {
        OptionalInt index = image.dynamicSegment();
        if (index.isEmpty()) {
            add("dynamic table", "no PT_DYNAMIC", section.name() + " at " + hex(section.offset()), headerOffset);
            return;
        }
        long address = image.segments().get(index.getAsInt()).address();
        OptionalLong mapped = image.fileOffset(address);
        if (mapped.isPresent() && mapped.getAsLong() != section.offset()) {
            add(
                    "dynamic table",
                    "PT_DYNAMIC at " + hex(mapped.getAsLong()),
                    section.name() + " at " + hex(section.offset()),
                    headerOffset);
        } else if (address != section.address()) {
            add(
                    "dynamic table",
                    "PT_DYNAMIC at address " + hex(address),
                    section.name() + " at address " + hex(section.address()),
                    headerOffset);
        }
    }

    private void compareNeeded(List<String> bySection, long headerOffset) throws MalformedFileException {
        List<String> byLoader = new ArrayList<>();
        for (DynamicEntry entry : dynamic.all(DynamicTable.DT_NEEDED)) {
            byLoader.add(dynamic.string(entry));
        }
        if (!byLoader.equals(bySection)) {
            add("DT_NEEDED", list(byLoader), list(bySection), headerOffset);
        }
    }

    private static String list(List<String> names) {
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private List<String> neededBy(Section section) {
        List<String> needed = new ArrayList<>();
        Bytes bytes = image.bytes();
        ElfClass elfClass = image.header().elfClass();
        int word = elfClass == ElfClass.ELF64 ? 8 : 4;
        if (!bytes.contains(section.offset(), section.size())) {
            return needed;
        }
        long end = section.offset() + Math.min(section.size(), 2L * word * MOST_ENTRIES);
        try {
            for (long at = section.offset(); at + 2L * word <= end; at += 2L * word) {
                long tag = bytes.word(elfClass, at);
                if (tag == DynamicTable.DT_NULL) {
                    break;
                }
                if (tag == DynamicTable.DT_NEEDED) {
                    needed.add(linkedString(section, bytes.word(elfClass, at + word)));
                }
            }
        } catch (MalformedFileException e) {
            throw new IllegalStateException("a range that was checked before", e);
        }
        return needed;
    }

    /** A string of the table that sh_link names. */
    private String linkedString(Section section, long index) {
        int link = section.link();
        if (link <= 0 || link >= image.sections().size()) {
            return "?";
        }
        Section strings = image.sections().get(link);
        return Long.compareUnsigned(index, strings.size()) < 0
                ? stringAt(strings.offset() + index, strings.size() - index)
                : "?";
    }

    private String stringAt(long offset, long size) {
        long length = Long.compareUnsigned(size, LONGEST_STRING) < 0 ? size : LONGEST_STRING;
        try {
            return image.bytes().string(offset, offset + length);
        } catch (MalformedFileException e) {
            return "?"; // out of the file, or without NUL: a string that no tool can show
        }
    }

    private void add(String subject, String loaderView, String sectionView, long offset) {
        disagreements.add(new Disagreement(subject, loaderView, sectionView, offset));
    }

    private static String hex(long value) {
        return "0x" + Long.toHexString(value);
    }
}
