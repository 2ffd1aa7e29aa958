package dev.assay.elf;

import dev.assay.MalformedFileException;
import java.util.ArrayList;
import java.util.List;

/**
 * Section headers of an image: a second opinion that the loader never asks for. So nothing here is malformed: a table
 * that is not in the file, or whose entries have another size, is as good as none, and a name that is not in the string
 * table is empty.
 */
final class SectionTable {
    private static final int SHN_XINDEX = 0xffff;

    /** Many headers may name one long string: without a bound their names outgrow the file by its square. */
    private static final int LONGEST_NAME = 512;

    private SectionTable() {}

    static List<Section> read(Bytes bytes, HeaderLayout layout) {
        try {
            return readChecked(bytes, layout);
        } catch (MalformedFileException e) {
            return List.of(); // reached only where section 0, which holds the extended counts, is not in the file
        }
    }

    private static List<Section> readChecked(Bytes bytes, HeaderLayout layout) throws MalformedFileException {
        int entrySize = HeaderLayout.sectionHeaderSize(layout.elfClass());
        if (layout.sectionOffset() == 0 || layout.sectionEntrySize() != entrySize) {
            return List.of();
        }
        // gABI, "Sections": from 0xff00 sections on the counts stand in section 0.
        Section first = header(bytes, layout.elfClass(), layout.sectionOffset());
        long count = layout.sectionCount() == 0 ? first.size() : layout.sectionCount();
        int names = layout.sectionNames() == SHN_XINDEX ? first.link() : layout.sectionNames();
        if (Long.compareUnsigned(count, bytes.size() / entrySize) > 0
                || !bytes.contains(layout.sectionOffset(), count * entrySize)) {
            return List.of();
        }
        List<Section> headers = new ArrayList<>();
        for (long i = 0; i < count; i++) {
            headers.add(header(bytes, layout.elfClass(), layout.sectionOffset() + i * entrySize));
        }
        return named(bytes, layout, headers, names);
    }

    private static Section header(Bytes bytes, ElfClass elfClass, long at) throws MalformedFileException {
        int word = HeaderLayout.wordSize(elfClass);
        long link = at + 8 + 4L * word;
        return new Section(
                "",
                (int) bytes.u32(at + 4),
                bytes.word(elfClass, at + 8),
                bytes.word(elfClass, at + 8 + word),
                bytes.word(elfClass, at + 8 + 2L * word),
                bytes.word(elfClass, at + 8 + 3L * word),
                (int) bytes.u32(link),
                (int) bytes.u32(link + 4),
                bytes.word(elfClass, link + 8 + word));
    }

    private static List<Section> named(Bytes bytes, HeaderLayout layout, List<Section> headers, int names)
            throws MalformedFileException {
        int entrySize = HeaderLayout.sectionHeaderSize(layout.elfClass());
        List<Section> sections = new ArrayList<>(headers.size());
        for (int i = 0; i < headers.size(); i++) {
            Section header = headers.get(i);
            long nameIndex = bytes.u32(layout.sectionOffset() + (long) i * entrySize);
            sections.add(new Section(
                    nameAt(bytes, headers, names, nameIndex),
                    header.type(),
                    header.flags(),
                    header.address(),
                    header.offset(),
                    header.size(),
                    header.link(),
                    header.info(),
                    header.entrySize()));
        }
        return sections;
    }

    /** The string at an index of a string table section; empty where there is none. */
    static String nameAt(Bytes bytes, List<Section> sections, int table, long index) {
        if (table <= 0 || table >= sections.size()) {
            return "";
        }
        Section strings = sections.get(table);
        if (!bytes.contains(strings.offset(), strings.size()) || Long.compareUnsigned(index, strings.size()) >= 0) {
            return "";
        }
        try {
            long start = strings.offset() + index;
            return bytes.string(start, Math.min(strings.offset() + strings.size(), start + LONGEST_NAME));
        } catch (MalformedFileException e) {
            return ""; // no NUL before the end
        }
    }
}
