package dev.assay.reach;

import dev.assay.elf.Image;
import dev.assay.elf.Segment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where strings that only glibc's code has stand in an image. They are ten bytes and longer, and each is looked for by one
 * of its seven first four-byte pieces, of which one begins at a multiple of seven: most of the image is never read. 11 MB
 * take 10 ms.
 */
final class Markers {
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int STRIDE = 7;
    private static final int PIECE = 4;
    private static final int FILTER = 1 << 12;

    /** A string of glibc. */
    enum Marker {
        /** nss/nss_module.c, module_load(), since 2.33. */
        NSS_MODULE("libnss_%s.so%s"),
        /** nss/nsswitch.c and nss/nss_database.c; of other libraries too, which rarely end it with NUL. */
        NSS_CONFIGURATION("/etc/nsswitch.conf\0"),
        /** iconv/gconv_dl.c, __gconv_find_shlib(). */
        GCONV_INIT("gconv_init\0"),
        /** dlfcn/dlopen.c, dlopen_doit(). */
        DLOPEN_MODE("invalid mode parameter"),
        /** dlfcn/dlmopen.c, dlmopen_doit(). */
        DLMOPEN_NAMESPACE("invalid namespace\0");

        private final String text;

        Marker(String text) {
            this.text = text;
        }

        private byte[] bytes() {
            return text.getBytes(StandardCharsets.US_ASCII);
        }
    }

    private record Piece(Marker marker, int offset) {}

    private final Map<Marker, byte[]> texts = new EnumMap<>(Marker.class);

    private final Map<Marker, List<Long>> addresses = new EnumMap<>(Marker.class);

    private Markers(Image image) {
        Map<Integer, List<Piece>> pieces = new HashMap<>();
        boolean[] filter = new boolean[FILTER];
        for (Marker marker : Marker.values()) {
            byte[] text = marker.bytes();
            texts.put(marker, text);
            for (int offset = 0; offset < STRIDE; offset++) {
                int piece = (int) INT.get(text, offset);
                pieces.computeIfAbsent(piece, first -> new ArrayList<>()).add(new Piece(marker, offset));
                filter[slot(piece)] = true;
            }
        }
        for (Segment segment : image.segments()) {
            boolean loaded =
                    segment.type() == Segment.PT_LOAD && image.bytes().contains(segment.offset(), segment.fileSize());
            if (loaded) {
                scan(image.bytes().array(), segment, filter, pieces);
            }
        }
    }

    static Markers of(Image image) {
        return new Markers(image);
    }

    private void scan(byte[] bytes, Segment segment, boolean[] filter, Map<Integer, List<Piece>> pieces) {
        int from = (int) segment.offset();
        int last = from + (int) segment.fileSize() - PIECE; // a piece at `last` ends where the segment does
        for (int at = from; at <= last; at += STRIDE) {
            int piece = (int) INT.get(bytes, at);
            if (filter[slot(piece)]) {
                for (Piece found : pieces.getOrDefault(piece, List.of())) {
                    compare(bytes, segment, at - found.offset(), found.marker());
                }
            }
        }
    }

    private static int slot(int piece) {
        return piece * 0x9E3779B1 >>> 20;
    }

    private void compare(byte[] bytes, Segment segment, int at, Marker marker) {
        byte[] text = texts.get(marker);
        long distance = at - segment.offset();
        if (distance < 0 || distance + text.length > segment.fileSize()) {
            return;
        }
        for (int i = 0; i < text.length; i++) {
            if (bytes[at + i] != text[i]) {
                return;
            }
        }
        addresses.computeIfAbsent(marker, first -> new ArrayList<>()).add(segment.address() + distance);
    }

    /** {@return the addresses where the string stands, ascending in each segment} */
    List<Long> addresses(Marker marker) {
        return addresses.getOrDefault(marker, List.of());
    }

    boolean has(Marker marker) {
        return addresses.containsKey(marker);
    }

    boolean isEmpty() {
        return addresses.isEmpty();
    }
}
