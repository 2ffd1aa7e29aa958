package dev.assay.reach;

import dev.assay.elf.Image;
import dev.assay.elf.Section;
import dev.assay.elf.Segment;
import dev.assay.elf.UnwindTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An image's loaded bytes by address, in stretches of code and of data. Addresses are counted from the lowest one, so that
 * they fit an int; of an image that spans more nothing can be said.
 *
 * <p>A segment that may be executed is not all code: linkers that do not separate code put .rodata and .eh_frame, which are
 * full of words that look like instructions, behind it. Where section headers are left they tell the code; else the frame
 * descriptions do; else all of it counts as code.
 */
final class AddressSpace {

    private final Image image;
    private final long base;
    private final int span;
    private final int[] start;
    private final int[] fileStart;
    private final int[] fileSize;
    private final boolean[] code;

    /** Part of a segment: addresses counted from the base, the end exclusive. */
    private record Stretch(int from, int to, int fileStart, boolean code) {}

    private AddressSpace(Image image, List<Stretch> stretches, long base, int span) {
        this.image = image;
        this.base = base;
        this.span = span;
        int count = stretches.size();
        start = new int[count];
        fileStart = new int[count];
        fileSize = new int[count];
        code = new boolean[count];
        for (int i = 0; i < count; i++) {
            start[i] = stretches.get(i).from();
            fileStart[i] = stretches.get(i).fileStart();
            fileSize[i] = stretches.get(i).to() - stretches.get(i).from();
            code[i] = stretches.get(i).code();
        }
    }

    /** {@return the loaded bytes; empty when segments overlap, leave the file, or span 2 GiB} */
    static Optional<AddressSpace> of(Image image) {
        List<Segment> loads = image.segments().stream()
                .filter(segment -> segment.type() == Segment.PT_LOAD && segment.fileSize() > 0)
                .sorted((a, b) -> Long.compareUnsigned(a.address(), b.address()))
                .toList();
        if (loads.isEmpty()) {
            return Optional.empty();
        }
        long base = loads.get(0).address();
        long end = base;
        long span = 0;
        for (Segment load : loads) {
            boolean fits = image.bytes().contains(load.offset(), load.fileSize())
                    && Long.compareUnsigned(load.address(), end) >= 0
                    && load.address() - base >= 0
                    && load.address() - base + load.fileSize() < Integer.MAX_VALUE;
            if (!fits) {
                return Optional.empty();
            }
            end = load.address() + load.fileSize();
            span = Math.max(span, load.address() - base + Math.max(load.memorySize(), load.fileSize()));
        }
        List<Stretch> stretches = new ArrayList<>();
        long[][] code = codeRanges(image);
        for (Segment load : loads) {
            addStretches(load, base, code, stretches);
        }
        return Optional.of(new AddressSpace(image, stretches, base, (int) Math.min(span, Integer.MAX_VALUE - 1)));
    }

    /** First addresses and ends of what is code, ascending; empty when nothing tells. */
    private static long[][] codeRanges(Image image) {
        List<long[]> ranges = new ArrayList<>();
        for (Section section : image.sections()) {
            if (section.isAllocated() && section.isExecutable() && section.size() > 0) {
                ranges.add(new long[] {section.address(), section.address() + section.size()});
            }
        }
        if (ranges.isEmpty()) {
            long[] hull = {-1, 0};
            UnwindTable.ranges(image, (address, size) -> {
                hull[0] = Long.compareUnsigned(address, hull[0]) < 0 ? address : hull[0];
                hull[1] = Long.compareUnsigned(address + size, hull[1]) > 0 ? address + size : hull[1];
            });
            if (hull[1] != 0) {
                ranges.add(new long[] {0, hull[1]}); // what lies before it, .init and .plt, is code too
            }
        }
        ranges.sort((a, b) -> Long.compareUnsigned(a[0], b[0]));
        return ranges.toArray(long[][]::new);
    }

    private static void addStretches(Segment load, long base, long[][] code, List<Stretch> stretches) {
        long end = load.address() + load.fileSize();
        if (!load.isCode() || code.length == 0) {
            add(load, load.address(), end, base, stretches, load.isCode());
            return;
        }
        long at = load.address();
        for (long[] range : code) {
            long from = Math.max(at, range[0]);
            long to = Math.min(end, range[1]);
            if (from < to) {
                add(load, at, from, base, stretches, false);
                add(load, from, to, base, stretches, true);
                at = to;
            }
        }
        add(load, at, end, base, stretches, false);
    }

    private static void add(Segment load, long from, long to, long base, List<Stretch> stretches, boolean code) {
        if (from >= to) {
            return;
        }
        int fileStart = (int) (load.offset() + (from - load.address()));
        int last = stretches.size() - 1;
        boolean joins = last >= 0
                && stretches.get(last).code() == code
                && stretches.get(last).to() == (int) (from - base)
                && stretches.get(last).fileStart()
                                + (stretches.get(last).to()
                                        - stretches.get(last).from())
                        == fileStart;
        if (joins) {
            Stretch before = stretches.remove(last);
            stretches.add(new Stretch(before.from(), (int) (to - base), before.fileStart(), code));
        } else {
            stretches.add(new Stretch((int) (from - base), (int) (to - base), fileStart, code));
        }
    }

    Image image() {
        return image;
    }

    byte[] bytes() {
        return image.bytes().array();
    }

    /** {@return how many stretches of file bytes there are, by ascending address} */
    int stretches() {
        return start.length;
    }

    int start(int stretch) {
        return start[stretch];
    }

    int end(int stretch) {
        return start[stretch] + fileSize[stretch];
    }

    int fileStart(int stretch) {
        return fileStart[stretch];
    }

    boolean isCode(int stretch) {
        return code[stretch];
    }

    /** {@return the address counted from the lowest, or -1 for one outside of the image's memory} */
    int place(long address) {
        long place = address - base;
        return place >= 0 && place < span ? (int) place : -1;
    }

    long address(int place) {
        return base + place;
    }

    /** {@return the stretch of file bytes that a place lies in, or -1} */
    int stretchAt(int place) {
        int at = Arrays.binarySearch(start, place);
        int stretch = at >= 0 ? at : -at - 2;
        return stretch >= 0 && place - start[stretch] < fileSize[stretch] ? stretch : -1;
    }

    boolean isCodeAt(int place) {
        int stretch = stretchAt(place);
        return stretch >= 0 && code[stretch];
    }

    boolean isDataAt(int place) {
        int stretch = stretchAt(place);
        return stretch >= 0 && !code[stretch];
    }

    /** {@return the index in {@link #bytes()} of a place, or -1 where the file has no byte for it} */
    int fileAt(int place) {
        int stretch = stretchAt(place);
        return stretch < 0 ? -1 : fileStart[stretch] + (place - start[stretch]);
    }
}
