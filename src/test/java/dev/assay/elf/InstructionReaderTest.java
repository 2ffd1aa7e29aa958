package dev.assay.elf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstructionReaderTest {
    private static final long SEED = 3;
    private static final Pattern LINE = Pattern.compile("^\\s*([0-9a-f]+):\\t([0-9a-f ]+?)\\s*\\t(.*)$");
    private static final Pattern TARGET = Pattern.compile(
            "^(?:(?:bnd|notrack|data16|rex\\.?W?|addr32|cs|ds) )*"
                    + "(?:call|jmp|j[a-z]+|loop[a-z]*|bl|b|b\\.[a-z]+|cbn?z\\s+\\w+,|tbn?z\\s+\\w+, #\\d+,)(?:,pt|,pn)?\\s+(?:0x)?([0-9a-f]+)(?: <.*)?$");
    private static final Pattern RIP = Pattern.compile("# (?:0x)?([0-9a-f]+)(?: <.*)?$");

    /** Bytes, address, what is read: length, flow, and each address with its use. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x86-64 | e8 fb 00 00 00                | 5 CALL CALL:1100",
                "x86-64 | 66 66 48 e8 f7 00 00 00       | 8 CALL CALL:10ff",
                "x86-64 | e9 fb ff ff ff                | 5 STOP JUMP:1000",
                "x86-64 | 74 fe                         | 2 NEXT JUMP:1000",
                "x86-64 | 0f 85 fa 00 00 00             | 6 NEXT JUMP:1100",
                "x86-64 | 48 8d 3d f9 00 00 00          | 7 NEXT ADDRESS:1100",
                "x86-64 | 48 8b 05 f9 00 00 00          | 7 NEXT MEMORY:1100",
                "x86-64 | 48 c7 05 f5 00 00 00 00 20 00 00 | 11 NEXT MEMORY:1100 NUMBER:2000",
                "x86-64 | ff 25 fa 00 00 00             | 6 STOP MEMORY:1100",
                "x86-64 | ff 15 fa 00 00 00             | 6 CALL MEMORY:1100",
                "x86-64 | ff 24 c5 00 30 40 00          | 7 STOP NUMBER:403000",
                "x86-64 | bf 00 30 40 00                | 5 NEXT NUMBER:403000",
                "x86-64 | 48 b8 01 02 03 04 05 06 07 08 | 10 NEXT NUMBER:807060504030201",
                "x86-64 | 64 48 8b 04 25 28 00 00 00    | 9 NEXT",
                "x86-64 | f6 05 fa 00 00 00 01          | 7 NEXT COMPARE:1101",
                "x86-64 | 48 83 3d f8 00 00 00 00       | 8 NEXT COMPARE:1100",
                "x86-64 | f7 d8                         | 2 NEXT",
                "x86-64 | c5 fe 6f 05 f8 00 00 00       | 8 NEXT MEMORY:1100",
                "x86-64 | 62 f1 7c 48 10 05 f6 00 00 00 | 10 NEXT MEMORY:1100",
                "x86-64 | 66 0f 3a 0f 05 f6 00 00 00 08 | 10 NEXT MEMORY:1100",
                "x86-64 | 66 2e 0f 1f 84 00 00 00 00 00 | 10 IDLE",
                "x86-64 | c3                            | 1 STOP",
                "x86-64 | 0f 0b                         | 2 STOP",
                "x86-64 | 06                            | 0",
                "x86-64 | 48 8d 3d f9 00 00             | 0",
                "aarch64 | 40 00 00 94                  | 4 CALL CALL:1100",
                "aarch64 | ff ff ff 17                  | 4 STOP JUMP:ffc",
                "aarch64 | 01 08 00 54                  | 4 NEXT JUMP:1100",
                "aarch64 | 00 08 00 58                  | 4 NEXT MEMORY:1100",
                "aarch64 | 00 08 00 10                  | 4 NEXT ADDRESS:1100",
                "aarch64 | c0 03 5f d6                  | 4 STOP",
                "aarch64 | 20 00 3f d6                  | 4 CALL",
                "aarch64 | 00 00 00 00                  | 0",
            })
    void anInstructionNamesTheseAddresses(String machine, String hex, String expected) {
        byte[] code = HexFormat.ofDelimiter(" ").parseHex(hex);
        assertThat(told(reader(machine), code, 0, 0x1000)).isEqualTo(expected);
    }

    /** What an instruction forms the one behind it may add to: a table's base and the distance that the table holds. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x86-64  | 48 8d 3d f9 00 00 00 | 48 01 c7    | 3 NEXT ADDED:1100",
                "x86-64  | 48 8d 3d f9 00 00 00 | 48 03 f8    | 3 NEXT ADDED:1100",
                "x86-64  | 48 8d 3d f9 00 00 00 | 48 8d 04 07 | 4 NEXT ADDED:1100",
                "x86-64  | 48 8d 3d f9 00 00 00 | 48 01 c6    | 3 NEXT",
                "x86-64  | bf 00 30 40 00       | 48 01 c7    | 3 NEXT ADDED_NUMBER:403000",
                "aarch64 | 00 08 00 10          | 00 00 01 8b | 4 NEXT ADDED:1100",
                "aarch64 | 00 08 00 10          | 42 00 01 8b | 4 NEXT",
                "aarch64 | 00 08 00 10          | 3f 00 00 eb | 4 NEXT",
                "aarch64 | 00 08 00 10          | 00 00 00 cb | 4 NEXT",
                "aarch64 | 00 08 00 10          | 00 00 01 cb | 4 NEXT ADDED:1100",
                "aarch64 | 00 08 00 10          | 21 00 00 eb | 4 NEXT ADDED:1100",
            })
    void anAddressThatWasFormedIsAddedTo(String machine, String forms, String adds, String expected) {
        byte[] code = HexFormat.ofDelimiter(" ").parseHex(forms + " " + adds);
        InstructionReader reader = reader(machine);
        int second = reader.read(code, 0, code.length, 0x1000);

        assertThat(told(reader, code, second, 0x1000 + second)).isEqualTo(expected);
    }

    /** adr x1, 0x1100; adr x0, 0x1014; then what reads an element, what adds it, and a branch to x2. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "22 58 63 78 | 02 a8 22 8b | 1100 1014 2 true 2", // ldrh w2, [x1, w3, uxtw #1]; add x2, x0, w2, sxth #2
                "22 48 63 38 | 02 88 22 8b | 1100 1014 1 true 2", // ldrb w2, [x1, w3, uxtw]; add x2, x0, w2, sxtb #2
                "22 68 63 38 | 02 08 02 8b | 1100 1014 1 false 2", // ldrb w2, [x1, x3]; add x2, x0, x2, lsl #2
                "22 78 a3 78 | 02 08 02 8b | 1100 1014 2 true 2", // ldrsh x2, [x1, x3, lsl #1]; add x2, x0, x2, lsl #2
                "22 78 a3 b8 | 22 00 02 8b | none", // ldrsw x2, [x1, x3, lsl #2]; add x2, x1, x2: whole words
                "22 78 63 78 | 02 48 22 8b | 1100 1014 2 false 2", // ldrh w2, [x1, x3, lsl #1]; add x2, x0, w2, uxtw #2
                "22 58 63 78 | 02 08 22 8b | none", // the byte that is added is not what was read
                "22 58 63 78 | 02 a8 24 8b | none", // add x2, x0, w4, sxth #2
                "22 58 63 78 | e2 03 00 aa | none", // mov x2, x0
                "22 58 23 78 | 02 a8 22 8b | none", // strh w2, [x1, w3, uxtw #1]
            })
    void aJumpTellsTheTableThatItCountsBy(String reads, String adds, String expected) {
        byte[] code = HexFormat.ofDelimiter(" ")
                .parseHex("01 08 00 10 80 00 00 10 " + reads.strip() + " " + adds.strip() + " 40 00 1f d6");
        InstructionReader reader = reader("aarch64");
        for (int at = 0; at < code.length; at += 4) {
            reader.read(code, at, code.length, 0x1000 + at);
        }

        assertThat(reader.jumpTable()
                        .map(table -> String.format(
                                "%x %x %d %s %d",
                                table.table(), table.base(), table.width(), table.signed(), table.shift()))
                        .orElse("none"))
                .isEqualTo(expected);
    }

    @Test
    void aPageAndItsRestAreOneAddress() {
        byte[] code =
                HexFormat.ofDelimiter(" ").parseHex("20 00 00 90 01 40 04 91 02 0c 40 f9 03 00 00 b0 03 00 80 d2");
        InstructionReader reader = reader("aarch64");
        assertThat(told(reader, code, 0, 0x1000)).isEqualTo("4 NEXT");
        assertThat(told(reader, code, 4, 0x1004)).isEqualTo("4 NEXT ADDRESS:5110");
        assertThat(told(reader, code, 8, 0x1008)).isEqualTo("4 NEXT MEMORY:5018");
        assertThat(told(reader, code, 12, 0x100c)).isEqualTo("4 NEXT");
        assertThat(told(reader, code, 16, 0x1010)).isEqualTo("4 NEXT PAGE:2000");
    }

    @ParameterizedTest
    @CsvSource({"x86-64", "aarch64"})
    void anyBytesAreReadWithoutLeavingThem(String machine) {
        byte[] code = new byte[1 << 16];
        new Random(SEED).nextBytes(code);
        InstructionReader reader = reader(machine);
        for (int at = 0; at < code.length; at += reader.step()) {
            int end = Math.min(code.length, at + at % 16);
            assertThat(reader.read(code, at, end, at)).isBetween(0, end - at);
        }
    }

    /** The C library as it is installed, or that of a cross compiler: millions of instructions of all kinds. */
    @ParameterizedTest
    @CsvSource({
        "x86-64, objdump, /lib/x86_64-linux-gnu/libc.so.6",
        "aarch64, objdump, /lib/aarch64-linux-gnu/libc.so.6",
        "aarch64, aarch64-linux-gnu-objdump, /usr/aarch64-linux-gnu/lib/libc.so.6",
    })
    void binutilsReadsTheSame(String machine, String objdump, String library) throws IOException {
        assumeTrue(Files.exists(Path.of(library)), () -> library + " is not here");
        List<String> differences = new ArrayList<>();
        int count = 0;
        Process process = start(objdump, library);
        InstructionReader reader = reader(machine);
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null && differences.size() < 20; line = lines.readLine()) {
                Matcher matcher = LINE.matcher(line);
                if (matcher.matches() && !matcher.group(3).contains("(bad)")) {
                    compare(matcher, reader, differences);
                    count++;
                }
            }
        } finally {
            process.destroy();
        }
        assertThat(differences).isEmpty();
        assertThat(count).isGreaterThan(100_000);
    }

    private static Process start(String objdump, String library) {
        try {
            return new ProcessBuilder(objdump, "-d", "--wide", "-j", ".text", library)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, objdump + " is not here");
            throw new AssertionError(e);
        }
    }

    private static void compare(Matcher line, InstructionReader reader, List<String> differences) {
        long address = Long.parseUnsignedLong(line.group(1), 16);
        String hex = line.group(2).replace(" ", "");
        byte[] code = HexFormat.of().parseHex(hex);
        if (reader.step() == 4) { // objdump writes words, not bytes
            code = new byte[] {code[3], code[2], code[1], code[0]};
        }
        String text = line.group(3).trim();
        boolean data = text.startsWith(".") || text.startsWith("udf");
        int length = reader.read(code, 0, code.length, address);
        if (length != code.length && !data) {
            differences.add(line.group() + ": length " + length);
            return;
        }
        if (!data && text.indexOf('*') < 0) {
            compareTarget(TARGET.matcher(text), text, reader, differences);
        }
        if (reader.step() == 1 && text.contains("(%rip)")) {
            compareTarget(RIP.matcher(text), text, reader, differences);
        }
    }

    private static void compareTarget(Matcher target, String text, InstructionReader reader, List<String> differences) {
        if (target.find()) {
            long expected = Long.parseUnsignedLong(target.group(1), 16);
            for (int i = 0; i < reader.references(); i++) {
                if (reader.target(i) == expected) {
                    return;
                }
            }
            differences.add(text + ": not named");
        }
    }

    private static InstructionReader reader(String machine) {
        int eMachine = machine.equals("aarch64") ? 183 : 62;
        ElfHeader header =
                new ElfHeader(ElfClass.ELF64, java.nio.ByteOrder.LITTLE_ENDIAN, ElfHeader.ET_EXEC, eMachine, 0, 0);
        return InstructionReader.of(header).orElseThrow();
    }

    private static String told(InstructionReader reader, byte[] code, int at, long address) {
        int length = reader.read(code, at, code.length, address);
        StringBuilder told = new StringBuilder().append(length);
        if (length > 0) {
            told.append(' ').append(reader.flow());
            for (int i = 0; i < reader.references(); i++) {
                told.append(' ').append(reader.use(i)).append(':').append(Long.toHexString(reader.target(i)));
            }
        }
        return told.toString();
    }
}
