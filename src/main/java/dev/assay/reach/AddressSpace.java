package dev.assay.reach;

import dev.assay.elf.Image;
import dev.assay.elf.Segment;
import java.util.List;
import java.util.Optional;

/**
 * An image's loaded bytes by address. Addresses are counted from the lowest one, so that they fit an int; of an image that
 * spans more nothing can be said.
 */
final class AddressSpace {
    private final Image image;
    private final List<Segment> loads;
    private final long base;
    private final int span;
    private final int[] start;
    private final int[] fileStart;
    private final int[] fileSize;
    private final boolean[] code;

    private AddressSpace(Image image, List<Segment> loads, long base, int span) {
        this.image = image;
        this.loads = loads;
        this.base = base;
        this.span = span;
        start = new int[loads.size()];
        fileStart = new int[loads.size()];
        fileSize = new int[loads.size()];
        code = new boolean[loads.size()];
        for (int i = 0; i < loads.size(); i++) {
            start[i] = (int) (loads.get(i).address() - base);
            fileStart[i] = (int) loads.get(i).offset();
            fileSize[i] = (int) loads.get(i).fileSize();
            code[i] = loads.get(i).isCode();
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
        for (Segment load : loads) {
            boolean fits = image.bytes().contains(load.offset(), load.fileSize())
                    && Long.compareUnsigned(load.address(), end) >= 0
                    && load.address() - base >= 0
                    && load.address() - base + load.fileSize() < Integer.MAX_VALUE;
            if (!fits) {
                return Optional.empty();
            }
            end = load.address() + load.fileSize();
        }
        long span = 0;
        for (Segment load : loads) {
            long size = Math.max(load.memorySize(), load.fileSize());
            span = Math.max(span, load.address() - base + size);
        }
        return Optional.of(new AddressSpace(image, loads, base, (int) Math.min(span, Integer.MAX_VALUE - 1)));
    }

    Image image() {
        return image;
    }

    byte[] bytes() {
        return image.bytes().array();
    }

    /** {@return how many stretches of file bytes there are, by ascending address} */
    int stretches() {
        return loads.size();
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
        for (int i = 0; i < start.length; i++) {
            if (place >= start[i] && place - start[i] < fileSize[i]) {
                return i;
            }
        }
        return -1;
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
