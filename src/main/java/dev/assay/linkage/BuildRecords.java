package dev.assay.linkage;

import dev.assay.elf.Image;
import dev.assay.elf.Notes;
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

    private static final Pattern STRING_MEMBER =
            Pattern.compile("\"(\\w+)\"\\s*:\\s*\"((?:[^\"\\\\]|\\\\.)*+)\"", Pattern.DOTALL);

    private BuildRecords() {}

    /** {@return what an image says of itself: its package, then the modules that Go linked} */
    public static List<BuildRecord> of(Image image) {
        List<BuildRecord> records = new ArrayList<>();
        for (Segment segment : image.segments()) {
            if (segment.type() == Segment.PT_NOTE && records.isEmpty()) {
                packageNote(image, segment).ifPresent(records::add);
            }
        }
        records.addAll(GoBuildInfo.of(image));
        return records;
    }

    private static Optional<BuildRecord> packageNote(Image image, Segment notes) {
        return Notes.find(
                        image.bytes(), notes.offset(), notes.fileSize(), notes.alignment(), "FDO", FDO_PACKAGE_METADATA)
                .flatMap(json -> described(new String(json, StandardCharsets.UTF_8)));
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
