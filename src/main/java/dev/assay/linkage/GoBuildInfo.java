package dev.assay.linkage;

import dev.assay.MalformedFileException;
import dev.assay.elf.Bytes;
import dev.assay.elf.ElfClass;
import dev.assay.elf.Image;
import dev.assay.elf.Section;
import dev.assay.elf.Segment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What Go's linker writes into each program of the toolchain and the modules that it is made of (Go's
 * src/debug/buildinfo/buildinfo.go): a header of 32 bytes, magic {@code ff " Go buildinf:"}, at an address that is a multiple
 * of 16 in the section .go.buildinfo, or in the first writable segment of a program without section headers.
 */
final class GoBuildInfo {
    private static final String SAID_BY = "Go build information";
    private static final byte[] MAGIC = "\u00ff Go buildinf:".getBytes(StandardCharsets.ISO_8859_1);
    private static final int ALIGNMENT = 16;
    private static final int HEADER = 32;
    private static final int POINTER_SIZE_AT = 14;
    private static final int FLAGS_AT = 15;
    /** Strings follow the header, each after its length (Go 1.18 and later); before, the header had pointers to them. */
    private static final int INLINE = 2;
    /** The modules stand between two marks of so many bytes. */
    private static final int MARK = 16;

    private GoBuildInfo() {}

    static List<BuildRecord> of(Image image) {
        try {
            OptionalLong header = header(image);
            return header.isEmpty() ? List.of() : read(image, header.getAsLong());
        } catch (MalformedFileException e) {
            return List.of(); // build information that leaves the file says nothing
        }
    }

    private static OptionalLong header(Image image) {
        for (Section section : image.sections()) {
            if (section.name().equals(".go.buildinfo")) {
                return find(image.bytes(), section.offset(), section.size());
            }
        }
        for (Segment segment : image.segments()) {
            if (segment.type() == Segment.PT_LOAD && (segment.flags() & Segment.PF_W) != 0) {
                return find(image.bytes(), segment.offset(), segment.fileSize());
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong find(Bytes bytes, long from, long size) {
        if (!bytes.contains(from, size)) {
            return OptionalLong.empty();
        }
        byte[] array = bytes.array();
        // contains() has seen that the range lies in the array, so that both ends fit an int.
        int start = (int) (from + ALIGNMENT - 1 & -ALIGNMENT);
        for (int at = start; at + HEADER <= from + size; at += ALIGNMENT) {
            if (isMagic(array, at)) {
                return OptionalLong.of(at);
            }
        }
        return OptionalLong.empty();
    }

    private static boolean isMagic(byte[] array, int at) {
        for (int i = 0; i < MAGIC.length; i++) {
            if (array[at + i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    private static List<BuildRecord> read(Image image, long header) throws MalformedFileException {
        Bytes bytes = image.bytes();
        String version;
        String modules;
        if ((bytes.u8(header + FLAGS_AT) & INLINE) != 0) {
            Text first = inline(bytes, header + HEADER);
            version = first.text();
            modules = inline(bytes, first.end()).text();
        } else {
            int pointer = bytes.u8(header + POINTER_SIZE_AT);
            version = pointed(image, header + ALIGNMENT, pointer);
            modules = pointed(image, header + ALIGNMENT + pointer, pointer);
        }
        List<BuildRecord> records = new ArrayList<>();
        records.add(new BuildRecord("go", version, SAID_BY));
        if (modules.length() > 2 * MARK) {
            modules.substring(MARK, modules.length() - MARK).lines().forEach(line -> module(line, records));
        }
        return records;
    }

    private record Text(String text, long end) {}

    private static Text inline(Bytes bytes, long at) throws MalformedFileException {
        long size = 0;
        int read = 0;
        int part;
        do {
            part = bytes.u8(at + read);
            size |= (part & 0x7fL) << 7 * read;
            read++;
        } while (part > 0x7f && read < 5); // five parts hold more than a file's size
        return new Text(text(bytes, at + read, size), at + read + size);
    }

    /** A pointer to Go's string header: a pointer to the bytes, and their number. */
    private static String pointed(Image image, long at, int pointer) throws MalformedFileException {
        Bytes bytes = image.bytes();
        ElfClass words = pointer == 4 ? ElfClass.ELF32 : ElfClass.ELF64;
        OptionalLong string = image.fileOffset(bytes.word(words, at));
        if (string.isEmpty()) {
            return "";
        }
        long size = bytes.word(words, string.getAsLong() + pointer);
        OptionalLong content = image.fileOffset(bytes.word(words, string.getAsLong()));
        return content.isEmpty() ? "" : text(bytes, content.getAsLong(), size);
    }

    private static String text(Bytes bytes, long at, long size) throws MalformedFileException {
        if (!bytes.contains(at, size)) {
            throw new MalformedFileException(bytes.path(), at, "Go build information passes the end of the file");
        }
        return new String(bytes.array(), (int) at, (int) size, StandardCharsets.UTF_8);
    }

    /** {@code dep, path, version, hash}, between tabs; a line of {@code =>} says what took the place of the one before. */
    private static void module(String line, List<BuildRecord> records) {
        String[] words = line.split("\t", -1);
        if (words.length < 3) {
            return;
        }
        if (words[0].equals("=>")) {
            records.remove(records.size() - 1);
        }
        if (words[0].equals("mod") || words[0].equals("dep") || words[0].equals("=>")) {
            records.add(new BuildRecord(words[1], words[2], SAID_BY));
        }
    }
}
