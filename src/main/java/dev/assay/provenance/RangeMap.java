package dev.assay.provenance;

import dev.assay.provenance.CodeRange.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What each executable byte is: kinds on half-open ranges of addresses that tile what was declared. The first kind that is
 * laid on a byte stays.
 */
final class RangeMap {
    private record Piece(long size, Kind kind) {}

    private final NavigableMap<Long, Piece> pieces = new TreeMap<>();

    /** Adds a range of which nothing is known yet. It overlaps no other. */
    void declare(long address, long size) {
        if (size > 0) {
            pieces.put(address, new Piece(size, Kind.UNEXPLAINED));
        }
    }

    /** Lays a kind on those bytes of a range that are declared and not explained yet. */
    void lay(long address, long size, Kind kind) {
        long end = address + size;
        Long at = pieces.floorKey(address);
        at = at == null ? pieces.ceilingKey(address) : at;
        while (at != null && at < end) {
            Piece piece = pieces.get(at);
            long from = Math.max(at, address);
            long to = Math.min(at + piece.size, end);
            if (piece.kind == Kind.UNEXPLAINED && from < to) {
                split(at, piece, from, to, kind);
            }
            at = pieces.higherKey(from);
        }
    }

    private void split(long at, Piece piece, long from, long to, Kind kind) {
        pieces.remove(at);
        if (from > at) {
            pieces.put(at, new Piece(from - at, piece.kind));
        }
        pieces.put(from, new Piece(to - from, kind));
        if (at + piece.size > to) {
            pieces.put(to, new Piece(at + piece.size - to, piece.kind));
        }
    }

    /** {@return the ranges that are not explained, ascending} */
    List<CodeRange> unexplained() {
        return ranges().stream().filter(r -> r.kind() == Kind.UNEXPLAINED).toList();
    }

    /** {@return the kind just before an address, if the byte before it is declared} */
    Kind kindBefore(long address) {
        Map.Entry<Long, Piece> before = pieces.lowerEntry(address);
        return before != null && before.getKey() + before.getValue().size == address
                ? before.getValue().kind
                : Kind.UNEXPLAINED;
    }

    /** {@return the kind at an address, if it is declared} */
    Kind kindAt(long address) {
        Map.Entry<Long, Piece> at = pieces.floorEntry(address);
        return at != null && at.getKey() + at.getValue().size > address ? at.getValue().kind : Kind.UNEXPLAINED;
    }

    /** {@return all ranges, ascending; neighbours of one kind are one} */
    List<CodeRange> ranges() {
        List<CodeRange> found = new ArrayList<>();
        for (Map.Entry<Long, Piece> entry : pieces.entrySet()) {
            CodeRange last = found.isEmpty() ? null : found.get(found.size() - 1);
            Piece piece = entry.getValue();
            if (last != null && last.kind() == piece.kind && last.address() + last.size() == entry.getKey()) {
                found.set(found.size() - 1, new CodeRange(last.address(), last.size() + piece.size, piece.kind));
            } else {
                found.add(new CodeRange(entry.getKey(), piece.size, piece.kind));
            }
        }
        return found;
    }

    /** {@return how many bytes each kind has} */
    Coverage coverage() {
        long[] bytes = new long[7];
        long all = 0;
        for (CodeRange range : ranges()) {
            all += range.size();
            bytes[
                            switch (range.kind()) {
                                case EXACT -> 0;
                                case CODE -> 1;
                                case OWN -> 2;
                                case PADDING -> 3;
                                case LINKER -> 4;
                                case DATA -> 5;
                                case UNEXPLAINED -> 6;
                            }] +=
                    range.size();
        }
        return new Coverage(all, bytes[0], bytes[1], bytes[2], bytes[3], bytes[4], bytes[5], bytes[6]);
    }
}
