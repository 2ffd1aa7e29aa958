package dev.assay.input;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchiveSymbolsTest {
    private static byte[] archive(String name, int width, long count, String names) {
        ByteBuffer table = ByteBuffer.allocate(width * 3 + names.length());
        if (width == 8) {
            table.putLong(count).putLong(100).putLong(100);
        } else {
            table.putInt((int) count).putInt(100).putInt(100);
        }
        table.put(names.getBytes(StandardCharsets.UTF_8));
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.writeBytes("!<arch>\n".getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(String.format("%-16s%-12s%-6s%-6s%-8s%-10d`\n", name, "0", "0", "0", "0", table.capacity())
                .getBytes(StandardCharsets.US_ASCII));
        file.writeBytes(table.array());
        return file.toByteArray();
    }

    private static List<String> names(byte[] archive) {
        List<String> names = new ArrayList<>();
        ArchiveSymbols.addTo(archive, names);
        return names;
    }

    @Test
    void theTablesOfBothWidthsAreRead() {
        assertThat(names(archive("/", 4, 2, "crc32\0adler32\0"))).containsExactly("crc32", "adler32");
        assertThat(names(archive("/SYM64/", 8, 2, "crc32\0adler32\0"))).containsExactly("crc32", "adler32");
    }

    @Test
    void anArchiveWithoutATableHasNoNames() {
        assertThat(names(archive("a.o/", 4, 2, "crc32\0adler32\0"))).isEmpty();
        assertThat(names("!<arch>\n".getBytes(StandardCharsets.US_ASCII))).isEmpty();
        assertThat(names(new byte[0])).isEmpty();
    }

    @Test
    void aCountThatTheTableCannotHoldHasNoNames() {
        assertThat(names(archive("/", 4, 0xffffffffL, "crc32\0"))).isEmpty();
        assertThat(names(archive("/SYM64/", 8, -1, "crc32\0"))).isEmpty();
    }

    @Test
    void anArchiveThatIsCutShortEndsInAnAnswer() {
        byte[] whole = archive("/", 4, 2, "crc32\0adler32\0");
        for (int length = 0; length < whole.length; length++) {
            assertThat(names(Arrays.copyOf(whole, length)))
                    .as("cut to %d", length)
                    .isEmpty();
        }
    }
}
