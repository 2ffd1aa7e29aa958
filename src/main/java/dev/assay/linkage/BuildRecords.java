package dev.assay.linkage;

import dev.assay.MalformedFileException;
import dev.assay.elf.Bytes;
import dev.assay.elf.Image;
import dev.assay.elf.Segment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what distributions and the Go linker write into images: the package metadata note of systemd's
 * ELF_PACKAGE_METADATA specification (owner {@code FDO}, a flat JSON object of strings), and Go's build information.
 */
public final class BuildRecords {
    private static final int FDO_PACKAGE_METADATA = 0xcafe1a7e;
    private static final long FDO = 0x004f4446;
    private static final int NOTE_HEADER = 12;
    /** Of a note that is longer nobody has heard: the values are names and versions. */
    private static final int LONGEST_NOTE = 1 << 16;

    private static final Pattern STRING_MEMBER =
            Pattern.compile("\"(\\w+)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"", Pattern.DOTALL);

    private BuildRecords() {}

    /** {@return what an image says of itself: its package, then the modules that Go linked} */
    public static List<BuildRecord> of(Image image) {
        List<BuildRecord> records = new ArrayList<>();
        for (Segment segment : image.segments()) {
            if (segment.type() == Segment.PT_NOTE && records.isEmpty()) {
                packageNote(image.bytes(), segment).ifPresent(records::add);
            }
        }
        records.addAll(GoBuildInfo.of(image));
        return records;
    }

    private static Optional<BuildRecord> packageNote(Bytes bytes, Segment notes) {
        long alignment = notes.alignment() == 8 ? 8 : 4;
        try {
            long end = notes.offset() + notes.fileSize();
            for (long at = notes.offset(); bytes.contains(at, NOTE_HEADER) && at + NOTE_HEADER <= end; ) {
                long nameSize = bytes.u32(at);
                long size = bytes.u32(at + 4);
                long content = at + NOTE_HEADER + aligned(nameSize, 4);
                boolean ours = (int) bytes.u32(at + 8) == FDO_PACKAGE_METADATA
                        && nameSize == 4
                        && bytes.contains(content, size)
                        && size <= LONGEST_NOTE
                        && isFdo(bytes, at + NOTE_HEADER);
                if (ours) {
                    return described(new String(bytes.array(), (int) content, (int) size, StandardCharsets.UTF_8));
                }
                at = aligned(content + size, alignment);
            }
        } catch (MalformedFileException e) {
            return Optional.empty(); // a note that leaves the file says nothing
        }
        return Optional.empty();
    }

    private static boolean isFdo(Bytes bytes, long at) throws MalformedFileException {
        long name = 0;
        for (int i = 3; i >= 0; i--) {
            name = name << 8 | bytes.u8(at + i);
        }
        return name == FDO;
    }

    private static long aligned(long offset, long alignment) {
        return offset + alignment - 1 & -alignment;
    }

    private static Optional<BuildRecord> described(String json) {
        Map<String, String> values = new TreeMap<>();
        Matcher member = STRING_MEMBER.matcher(json);
        while (member.find()) {
            values.putIfAbsent(member.group(1), member.group(2).replaceAll("\\\\(.)", "$1"));
        }
        return Optional.ofNullable(values.get("name"))
                .map(name -> new BuildRecord(name, values.getOrDefault("version", ""), ".note.package"));
    }
}
