package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;

/**
 * What a machine's table reads where a linker changed an object's bytes: the steps that a catalog and a comparison take, on
 * bytes written by hand. Bytes are hexadecimal; a bar stands at r_offset.
 */
final class Reading {
    /** P in all tests. */
    static final long PLACE = 0x401000;

    private Reading() {}

    /**
     * Reads one relocation.
     *
     * @param object bytes of the object, {@code 48 8b 05 | 00 00 00 00}
     * @param image bytes of the image, with the bar at the same place
     * @return outcome and value: {@code ADDRESS 402000}
     */
    static String of(RelocationTable machine, int type, long addend, String object, String image) {
        byte[] was = bytes(object);
        byte[] now = bytes(image);
        int at = offset(object);
        assertThat(offset(image)).isEqualTo(at);
        assertThat(machine.isKnown(type)).isTrue();
        int form = machine.form(was, at, type);
        long a = addend + machine.implicitAddend(was, at, type);
        RelocationSite site = new RelocationSite();
        site.move(now, at, PLACE, type, a, form);
        machine.read(site);
        if (site.outcome() != RelocationSite.Outcome.MISMATCH) {
            checkMask(was, now, at + machine.from(type), at + machine.to(type, form));
        }
        return text(site);
    }

    private static void checkMask(byte[] was, byte[] now, int from, int to) {
        assertThat(now).hasSameSizeAs(was);
        for (int i = 0; i < was.length; i++) {
            assertThat(i >= from && i < to || was[i] == now[i])
                    .as("byte %d changed, but only %d to %d may", i, from, to)
                    .isTrue();
        }
    }

    /** {@return what a stub at an address leads to, and its size} */
    static String ofStub(RelocationTable machine, long place, String code) {
        RelocationSite site = new RelocationSite();
        site.move(bytes(code), offset(code), place, 0, 0, 0);
        machine.readStub(site);
        return site.outcome() == RelocationSite.Outcome.NOTHING
                ? "NOTHING"
                : text(site) + ", " + machine.stubSize(site) + " bytes";
    }

    private static String text(RelocationSite site) {
        return switch (site.outcome()) {
            case MISMATCH -> "MISMATCH";
            case NOTHING -> "NOTHING" + (site.consumed() > 0 ? ", uses up " + site.consumed() : "");
            default ->
                site.outcome() + " " + (site.value() < 0 ? "-" : "") + Long.toHexString(Math.abs(site.value()))
                        + (site.bias() == 0 ? "" : " less " + Long.toHexString(site.bias()));
        };
    }

    static boolean isPadding(RelocationTable machine, String code) {
        byte[] bytes = bytes(code);
        return machine.isPadding(bytes, 0, bytes.length);
    }

    private static int offset(String text) {
        return Math.max(0, text.replace(" ", "").indexOf('|') / 2);
    }

    private static byte[] bytes(String text) {
        return HexFormat.of().parseHex(text.replace(" ", "").replace("|", ""));
    }
}
