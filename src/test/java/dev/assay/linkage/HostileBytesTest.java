package dev.assay.linkage;

import static org.assertj.core.api.Assertions.fail;

import dev.assay.MalformedFileException;
import dev.assay.elf.DynamicTable;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.ElfReader;
import dev.assay.elf.Image;
import dev.assay.elf.Machine;
import dev.assay.elf.Symbol;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the bytes: an image, or a malformed file that says where; never anything else thrown. */
class HostileBytesTest {
    private static final long SEED = 20261124;

    private static byte[] file(Machine machine) {
        return ElfBuilder.staticPie(machine)
                .interpreter("/lib/ld.so")
                .dynamicString(DynamicTable.DT_NEEDED, "libc.so.6")
                .dynamicString(DynamicTable.DT_RUNPATH, "/opt/lib")
                .dynamicSymbol("malloc", Symbol.STB_GLOBAL, 0)
                .section(".interp", 1, 0, new byte[] {'x', 0})
                .sectionAt(".dynamic", 6, 0x600000, 0x2000, 128, 1)
                .symbol("main", 0x400000)
                .build();
    }

    @ParameterizedTest
    @EnumSource(names = {"X86_64", "I386", "S390X", "PPC"})
    void everyTruncationIsAnImageOrMalformed(Machine machine) {
        byte[] file = file(machine);
        for (int size = 0; size < file.length; size++) {
            if (file[size] != 0 || size % 64 == 0) { // not after every byte of the padding between pages
                readAll(Arrays.copyOf(file, size), "cut after " + size);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"X86_64", "I386", "S390X", "PPC"})
    void everyByteWrittenOverIsAnImageOrMalformed(Machine machine) {
        byte[] file = file(machine);
        for (int at = 0; at < file.length; at++) {
            if (file[at] != 0 || at < 512) {
                for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
                    byte[] changed = file.clone();
                    changed[at] = (byte) value;
                    readAll(changed, "byte " + at + " is " + value);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"X86_64", "I386", "S390X", "PPC"})
    void randomWordsWrittenOverAreAnImageOrMalformed(Machine machine) {
        Random random = new Random(SEED);
        byte[] file = file(machine);
        long[] words = {0, 1, -1, -8, 1L << 31, 1L << 32, 1L << 62, Long.MIN_VALUE, 0x400000, 0x600000};
        for (int round = 0; round < 4000; round++) {
            byte[] changed = file.clone();
            int changes = 1 + random.nextInt(4);
            for (int i = 0; i < changes; i++) {
                int at = 4 * random.nextInt(changed.length / 4 - 1);
                int size = random.nextBoolean() ? 4 : 8;
                ElfBuilder.patch(changed, at, size, words[random.nextInt(words.length)]);
            }
            readAll(changed, "seed " + SEED + ", round " + round);
        }
    }

    private static void readAll(byte[] bytes, String what) {
        try {
            Image image = ElfReader.read(what, bytes);
            LinkageReader.of(image);
            Traces.of(image, List.of("main"), List.of("libc"));
        } catch (MalformedFileException e) {
            return;
        } catch (Throwable e) {
            byte[] head = Arrays.copyOf(bytes, Math.min(bytes.length, 512));
            fail(what + ": " + HexFormat.of().formatHex(head), e);
        }
    }
}
