package dev.assay.linkage;

import dev.assay.elf.Image;
import dev.assay.elf.Segment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/**
 * The bytes of a file that segments map, each byte once however many segments map it: a hostile header can map the whole
 * file a thousand times.
 */
final class FileRanges {
    private FileRanges() {}

    /**
     * A range of an array of file bytes.
     *
     * @param from first index
     * @param to end, exclusive
     */
    record FileRange(int from, int to) {}

    /** The file bytes of the PT_LOADs that a predicate takes, ascending, disjoint and not adjacent. */
    static List<FileRange> loaded(Image image, Predicate<Segment> wanted) {
        List<FileRange> ranges = new ArrayList<>();
        image.segments().stream()
                .filter(segment -> segment.type() == Segment.PT_LOAD && segment.fileSize() > 0)
                .filter(segment -> image.bytes().contains(segment.offset(), segment.fileSize()))
                .filter(wanted)
                // contains() above: both numbers fit an int.
                .map(segment -> new FileRange((int) segment.offset(), (int) (segment.offset() + segment.fileSize())))
                .sorted(Comparator.comparingInt(FileRange::from))
                .forEach(range -> append(ranges, range));
        return ranges;
    }

    private static void append(List<FileRange> ranges, FileRange next) {
        int last = ranges.size() - 1;
        if (last >= 0 && next.from() <= ranges.get(last).to()) {
            FileRange before = ranges.get(last);
            ranges.set(last, new FileRange(before.from(), Math.max(before.to(), next.to())));
        } else {
            ranges.add(next);
        }
    }

    static long size(List<FileRange> ranges) {
        return ranges.stream().mapToLong(range -> range.to() - range.from()).sum();
    }
}
