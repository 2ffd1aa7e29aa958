package dev.assay.linkage;

import dev.assay.MalformedFileException;
import dev.assay.elf.Bytes;
import dev.assay.elf.DynamicTable;
import dev.assay.elf.Image;
import dev.assay.elf.Segment;
import dev.assay.linkage.FileRanges.FileRange;
import dev.assay.linkage.Linkage.Packing;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What shows plainly that an image is packed: that it carries its program compressed, with a stub that unpacks it into
 * memory. Four signs, the surest first:
 *
 * <ol>
 *   <li>UPX's own records: l_info, p_info and b_info behind the program headers (upx, src/stub/src/include/linux.h), or
 *       its pack header at the end of the file. The bytes {@code UPX!} alone prove nothing; the sizes beside them do.
 *   <li>memory that is writable, executable and far bigger than what the file brings: room to unpack into. Where no section
 *       headers say what the bytes are, any that is bigger: what is only enciphered needs little more room than it has.
 *   <li>executable bytes as dense as only compressed ones are, and room that holds them unpacked. This is UPX with its
 *       records blanked out. Measured in bits a byte: code of x86-64 5.8 to 6.5, UPX's output 7.2 to 7.9.
 *   <li>little code, and the greatest part of the file as dense as only compressed or encrypted bytes are, whether it is loaded
 *       or lies behind the end, executable or not: a loader of any other packer. Programs that embed pictures or archives
 *       have more code than that.
 * </ol>
 *
 * <p>The second and the third are asked only of images without a dynamic table: a packer's stub has none.
 */
final class PackingSigns {
    private static final int L_INFO_MAGIC = 4;
    private static final int L_INFO_SIZE = 12;
    private static final int P_INFO_SIZE = 12;

    /** UPX leaves room for three program headers and may write two. */
    private static final int L_INFO_SEARCH = 256;

    private static final int PACK_HEADER_SIZE = 32;

    /** The pack header ends the file, but for four bytes of its own offset and alignment. */
    private static final int PACK_HEADER_SEARCH = 64;

    /** M_ZSTD; the levels are 1 to 10 (upx, src/conf.h). */
    private static final int LAST_METHOD = 16;

    private static final int LAST_LEVEL = 10;

    private static final long SMALLEST_ROOM = 16384;
    private static final int FAR_BIGGER = 4;
    private static final int SMALLEST_SAMPLE = 1024;
    private static final double DENSE = 7.0;

    private static final int LARGEST_LOADER = 1 << 16;
    private static final int SMALLEST_PAYLOAD = 1 << 14;

    private final Image image;
    private final Bytes bytes;

    private PackingSigns(Image image) {
        this.image = image;
        this.bytes = image.bytes();
    }

    static Optional<Packing> of(Image image) {
        PackingSigns signs = new PackingSigns(image);
        try {
            return signs.find();
        } catch (MalformedFileException e) {
            throw new IllegalStateException("a read that was checked before", e);
        }
    }

    private Optional<Packing> find() throws MalformedFileException {
        Optional<Packing> packing = upx();
        if (packing.isEmpty() && image.dynamic().isEmpty()) {
            packing = writableRoom();
        }
        if (packing.isEmpty() && image.dynamic().isEmpty()) {
            packing = denseCode();
        }
        if (packing.isEmpty() && dependsOnNothing()) {
            packing = smallLoader();
        }
        return packing;
    }

    private boolean dependsOnNothing() {
        return image.interpreter().isEmpty()
                && image.dynamic().stream().noneMatch(entry -> entry.tag() == DynamicTable.DT_NEEDED);
    }

    private Optional<Packing> smallLoader() {
        if (bytes.size() < SMALLEST_PAYLOAD) {
            return Optional.empty();
        }
        List<FileRange> code = FileRanges.loaded(image, Segment::isCode);
        long codeSize = FileRanges.size(code);
        if (codeSize > LARGEST_LOADER && Density.bitsPerByte(bytes.array(), code) < DENSE) {
            return Optional.empty(); // what most programs are: not every window of them is looked at
        }
        long dense = 0;
        int first = -1;
        for (int at = 0; at + Density.WINDOW <= bytes.size(); at += Density.WINDOW) {
            if (Density.isDense(bytes.array(), at)) {
                dense += Density.WINDOW;
                codeSize -= shared(
                        new FileRange(at, at + Density.WINDOW), code); // a payload that may be executed is not yet code
                first = first < 0 ? at : first;
            }
        }
        boolean payload = codeSize <= LARGEST_LOADER
                && dense >= SMALLEST_PAYLOAD
                && dense >= bytes.size() / 2
                && dense >= 2 * codeSize;
        return payload
                ? Optional.of(byUnknown(
                        "little code (" + codeSize + " bytes), and " + dense
                                + " bytes as dense as only compressed or encrypted ones are",
                        first))
                : Optional.empty();
    }

    private static long shared(FileRange window, List<FileRange> ranges) {
        long size = 0;
        for (FileRange range : ranges) {
            size += Math.max(0, Math.min(range.to(), window.to()) - Math.max(range.from(), window.from()));
        }
        return size;
    }

    private static Packing byUnknown(String sign, long offset) {
        return new Packing(Optional.empty(), Optional.empty(), sign, offset);
    }

    /** UPX unpacks by its pack header and checks l_info and p_info against it: without either it refuses the file. */
    private Optional<Packing> upx() throws MalformedFileException {
        OptionalLong records = loaderRecords();
        OptionalLong header = packHeader();
        if (records.isEmpty() && header.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Packing(
                Optional.of("UPX"),
                records.isPresent() && header.isPresent() ? Optional.of("upx -d -o UNPACKED FILE") : Optional.empty(),
                records.isPresent()
                        ? "l_info and p_info of UPX behind the program headers"
                        : "pack header of UPX at the end of the file",
                records.isPresent() ? records.getAsLong() : header.getAsLong()));
    }

    private OptionalLong loaderRecords() throws MalformedFileException {
        long start = image.programHeaderOffset(image.segments().size());
        for (long at = start; at < start + L_INFO_SEARCH; at += 4) {
            if (isUpxMagic(at + L_INFO_MAGIC) && isLoaderRecord(at)) {
                return OptionalLong.of(at);
            }
        }
        return OptionalLong.empty();
    }

    private boolean isLoaderRecord(long at) throws MalformedFileException {
        long block = at + L_INFO_SIZE + P_INFO_SIZE;
        if (!bytes.contains(at, L_INFO_SIZE + P_INFO_SIZE + 8)) {
            return false;
        }
        long stubSize = bytes.u16(at + 8);
        long fileSize = bytes.u32(at + L_INFO_SIZE + 4);
        long unpacked = bytes.u32(block);
        long packed = bytes.u32(block + 4);
        return stubSize > 0 && packed > 0 && packed <= unpacked && unpacked <= fileSize;
    }

    private OptionalLong packHeader() throws MalformedFileException {
        int end = bytes.size();
        for (long at = Math.max(0, end - PACK_HEADER_SEARCH); at + PACK_HEADER_SIZE <= end; at++) {
            if (isUpxMagic(at) && isPackHeader(at)) {
                return OptionalLong.of(at);
            }
        }
        return OptionalLong.empty();
    }

    /** magic, version, format, method, level, two checksums, sizes unpacked, packed and of the file. */
    private boolean isPackHeader(long at) throws MalformedFileException {
        // From format 128 on the header is big-endian; in both cases that is the image's order.
        boolean sameOrder = (bytes.u8(at + 5) < 128) == (bytes.byteOrder() == ByteOrder.LITTLE_ENDIAN);
        boolean plausible = bytes.u8(at + 6) > 0 && bytes.u8(at + 6) <= LAST_METHOD && bytes.u8(at + 7) <= LAST_LEVEL;
        long unpacked = bytes.u32(at + 16);
        long packed = bytes.u32(at + 20);
        return sameOrder && plausible && packed > 0 && packed <= unpacked && packed <= bytes.size();
    }

    private boolean isUpxMagic(long at) throws MalformedFileException {
        return bytes.contains(at, 4)
                && bytes.u8(at) == 'U'
                && bytes.u8(at + 1) == 'P'
                && bytes.u8(at + 2) == 'X'
                && bytes.u8(at + 3) == '!';
    }

    private Optional<Packing> writableRoom() {
        for (int i = 0; i < image.segments().size(); i++) {
            Segment segment = image.segments().get(i);
            boolean writable = (segment.flags() & Segment.PF_W) != 0;
            if (segment.isCode() && writable && isRoom(segment)) {
                return Optional.of(byUnknown(
                        "writable and executable segment of " + Long.toUnsignedString(segment.memorySize())
                                + " bytes in memory, " + segment.fileSize() + " in the file",
                        image.programHeaderOffset(i)));
            }
        }
        return Optional.empty();
    }

    private boolean isRoom(Segment segment) {
        return Long.compareUnsigned(segment.memorySize(), SMALLEST_ROOM) >= 0
                && (image.sections().isEmpty()
                        ? Long.compareUnsigned(segment.memorySize(), segment.fileSize()) > 0
                        : isFarBigger(segment));
    }

    private boolean isFarBigger(Segment segment) {
        long loaded = FileRanges.size(FileRanges.loaded(image, each -> true));
        return segment.memorySize() / FAR_BIGGER >= segment.fileSize() && segment.memorySize() / 2 >= loaded;
    }

    private Optional<Packing> denseCode() {
        List<FileRange> code = FileRanges.loaded(image, Segment::isCode);
        long codeSize = FileRanges.size(code);
        boolean room = image.segments().stream()
                .filter(segment -> segment.type() == Segment.PT_LOAD && (segment.flags() & Segment.PF_W) != 0)
                .anyMatch(segment -> segment.memorySize() - segment.fileSize() >= codeSize);
        if (!room || codeSize < SMALLEST_SAMPLE) {
            return Optional.empty();
        }
        double density = Density.bitsPerByte(bytes.array(), code);
        return density < DENSE
                ? Optional.empty()
                : Optional.of(byUnknown(
                        "executable bytes as dense as compressed ones, and writable memory to unpack them into",
                        code.get(0).from()));
    }
}
