package dev.assay.elf;

import dev.assay.MalformedFileException;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Where functions begin, as the unwinder knows it: stripping takes symbols away and leaves .eh_frame, since exceptions and
 * thread cancellation need it (LSB Core, "Exception Frames"). What cannot be read ends the reading: what was found before
 * it stays found.
 */
public final class UnwindTable {
    private static final int ABSOLUTE = 0x00;
    private static final int UNSIGNED_4 = 0x03;
    private static final int SIGNED_4 = 0x0b;
    private static final int PC_RELATIVE = 0x10;

    private final Image image;
    private final Bytes bytes;

    private UnwindTable(Image image) {
        this.image = image;
        this.bytes = image.bytes();
    }

    /** Takes ranges of code. */
    @FunctionalInterface
    public interface Ranges {
        /**
         * A range.
         *
         * @param address virtual address of its first byte, unsigned
         * @param size bytes
         */
        void range(long address, long size);
    }

    /**
     * Tells the ranges that frame descriptions cover.
     *
     * @param image an image
     * @param sink takes ranges, in the order of the table
     */
    public static void ranges(Image image, Ranges sink) {
        UnwindTable table = new UnwindTable(image);
        try {
            table.read(sink);
        } catch (MalformedFileException e) {
            return; // a table that is cut short: no loader reads it
        }
    }

    private void read(Ranges sink) throws MalformedFileException {
        Optional<Section> section = image.sections().stream()
                .filter(named -> named.name().equals(".eh_frame") && named.address() != 0)
                .findFirst();
        OptionalLong address =
                section.isPresent() ? OptionalLong.of(section.get().address()) : addressInHeader();
        if (address.isEmpty()) {
            address = firstCommonEntry();
        }
        if (address.isEmpty()) {
            return;
        }
        Optional<Segment> load = image.loadAt(address.getAsLong());
        if (load.isPresent()) {
            long distance = address.getAsLong() - load.get().address();
            long end = section.isPresent()
                    ? Math.min(distance + section.get().size(), load.get().fileSize())
                    : load.get().fileSize();
            readEntries(load.get(), distance, end, sink);
        }
    }

    /** The header of .eh_frame_hdr: version, three encodings, and the address of .eh_frame. */
    private OptionalLong addressInHeader() throws MalformedFileException {
        for (Segment segment : image.segments()) {
            OptionalLong offset = image.fileOffset(segment.address());
            if (segment.type() == Segment.PT_GNU_EH_FRAME && offset.isPresent()) {
                boolean usual = bytes.u8(offset.getAsLong()) == 1
                        && bytes.u8(offset.getAsLong() + 1) == (PC_RELATIVE | SIGNED_4);
                if (usual) {
                    return OptionalLong.of(segment.address() + 4 + (int) bytes.u32(offset.getAsLong() + 4));
                }
            }
        }
        return OptionalLong.empty();
    }

    /**
     * Without section headers and without .eh_frame_hdr, which ld makes for static images only when it is asked to, the table is
     * told by its first entry: the CIE of crt1.o.
     */
    private OptionalLong firstCommonEntry() {
        byte[] array = bytes.array();
        for (Segment segment : image.segments()) {
            boolean searched = segment.type() == Segment.PT_LOAD
                    && (segment.flags() & Segment.PF_W) == 0
                    && bytes.contains(segment.offset(), segment.fileSize());
            // Four bytes each of length and id, then version and augmentation: 12 bytes from `at`, which lie in the
            // segment.
            long last = searched ? segment.offset() + segment.fileSize() - 12 : -1;
            for (long at = segment.offset(); at <= last; at += 4) {
                if (isCommonEntry(array, (int) at)) {
                    return OptionalLong.of(segment.address() + (at - segment.offset()));
                }
            }
        }
        return OptionalLong.empty();
    }

    private boolean isCommonEntry(byte[] array, int at) {
        boolean looksSo =
                array[at + 8] == 1 && array[at + 9] == 'z' && (array[at + 10] == 'R' || array[at + 10] == 'P');
        if (!looksSo) {
            return false;
        }
        try {
            return bytes.u32(at + 4L) == 0 && bytes.u32(at) >= 12 && bytes.u32(at) <= 64;
        } catch (MalformedFileException e) {
            throw new IllegalStateException("a range that was checked before", e);
        }
    }

    private void readEntries(Segment load, long from, long to, Ranges sink) throws MalformedFileException {
        long at = from;
        long cie = -1;
        int encoding = ABSOLUTE;
        while (at + 8 <= to) {
            long length = bytes.u32(load.offset() + at);
            if (length < 4 || length > to - at - 4) {
                return; // 0 ends the table; 0xffffffff is the 64-bit form, which no linker writes
            }
            long id = bytes.u32(load.offset() + at + 4);
            if (id != 0) {
                long ofThis = at + 4 - id;
                if (ofThis != cie) {
                    cie = ofThis;
                    encoding = encoding(load.offset() + cie);
                }
                tell(load, at + 8, encoding, sink);
            }
            at += 4 + length;
        }
    }

    private void tell(Segment load, long at, int encoding, Ranges sink) throws MalformedFileException {
        long base = (encoding & 0x70) == PC_RELATIVE ? load.address() + at : 0;
        switch (encoding & 0x0f) {
            case ABSOLUTE -> {
                ElfClass elfClass = image.header().elfClass();
                long next = load.offset() + at + HeaderLayout.wordSize(elfClass);
                sink.range(base + bytes.word(elfClass, load.offset() + at), bytes.word(elfClass, next));
            }
            case UNSIGNED_4, SIGNED_4 ->
                sink.range(base + (int) bytes.u32(load.offset() + at), bytes.u32(load.offset() + at + 4));
            default -> {}
        }
    }

    /** How the descriptions of a CIE write addresses: the R of its augmentation. */
    private int encoding(long cie) throws MalformedFileException {
        long at = cie + 9;
        StringBuilder augmentation = new StringBuilder();
        for (int letter = bytes.u8(at++); letter != 0 && augmentation.length() < 8; letter = bytes.u8(at++)) {
            augmentation.append((char) letter);
        }
        if (augmentation.indexOf("z") != 0) {
            return ABSOLUTE;
        }
        at = afterLeb(at); // code alignment
        at = afterLeb(at); // data alignment
        at = afterLeb(at); // return address register, of one byte in version 1: the same
        at = afterLeb(at); // size of what follows
        for (int i = 1; i < augmentation.length(); i++) {
            switch (augmentation.charAt(i)) {
                case 'R' -> {
                    return bytes.u8(at);
                }
                case 'L' -> at++;
                case 'P' -> at += 1 + personalitySize(bytes.u8(at));
                default -> {}
            }
        }
        return ABSOLUTE;
    }

    private long personalitySize(int encoding) {
        return switch (encoding & 0x0f) {
            case UNSIGNED_4, SIGNED_4 -> 4;
            case 0x02, 0x0a -> 2;
            default -> HeaderLayout.wordSize(image.header().elfClass());
        };
    }

    private long afterLeb(long from) throws MalformedFileException {
        long at = from;
        while (bytes.u8(at) >= 0x80) {
            at++;
        }
        return at + 1;
    }
}
