package dev.assay.provenance;

import dev.assay.MalformedFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the map that a linker writes with {@code -Map}: which member's section it laid where.
 *
 * <pre>
 * GNU ld, gold     .text           0x0000000000401000    0x12345
 *                   .text          0x0000000000401000       0x26 libc.a(exit.o)
 *                   .text.unlikely
 *                                  0x0000000000401026        0x5 libc.a(exit.o)
 * lld                 VMA      LMA     Size Align Out     In      Symbol         all in hexadecimal
 *                   6ccf0    6ccf0      2da    16         libc.a(exit.o):(.text)
 * mold                VMA     Size Align Out     In      Symbol                  sizes in decimal
 *                 0x742b0      730    16         libc.a(exit.o):(.text)
 * </pre>
 *
 * <p>What an image does not hold as the linker read it is left out: debugging data, notes, unwinding tables, merged strings and
 * constants, what is zero, discarded sections;
 * and so are objects that lie in no archive.
 */
public final class LinkerMap {
    private static final Pattern MEMBER = Pattern.compile("(.+)\\(([^()]+)\\)");
    private static final Pattern GNU_NAME = Pattern.compile(" ([^\\s*]\\S*)");
    private static final Pattern GNU_ROW =
            Pattern.compile(" (\\S+)?\\s+0x([0-9a-f]{1,16})\\s+0x([0-9a-f]{1,16}) (\\S.*)");
    private static final Pattern LLD_ROW = Pattern.compile(
            "\\s*([0-9a-f]{1,16})\\s+[0-9a-f]{1,16}\\s+([0-9a-f]{1,16})\\s+\\d+ {2,}(\\S.*):\\((\\S+)\\)");
    private static final Pattern MOLD_ROW =
            Pattern.compile("\\s*0x([0-9a-f]{1,16})\\s+(\\d{1,18})\\s+\\d+ {2,}(\\S.*):\\((\\S+)\\)");
    private static final List<String> NOT_HELD = List.of(
            ".debug",
            ".comment",
            ".note",
            ".group",
            ".stab",
            ".gnu.",
            ".eh_frame",
            ".gcc_except_table",
            ".symtab",
            ".strtab",
            ".rodata.str",
            ".rodata.cst",
            ".bss",
            ".tbss");
    private static final int HEXADECIMAL = 16;

    private LinkerMap() {}

    /**
     * Reads a map.
     *
     * @param path of it, for errors
     * @param text its whole text
     * @return the sections of archives that it names, in its order
     * @throws MalformedFileException when it is no map of a linker that is known
     */
    public static List<DeclaredSection> parse(String path, String text) throws MalformedFileException {
        List<String> lines = text.lines().toList();
        String head = lines.isEmpty() ? "" : lines.get(0).strip();
        if (head.matches("VMA\\s+LMA\\s+Size.*")) {
            return columns(lines, LLD_ROW, HEXADECIMAL);
        }
        if (head.matches("VMA\\s+Size.*")) {
            return columns(lines, MOLD_ROW, 10);
        }
        int start = 0;
        while (start < lines.size() && !isGnuStart(lines.get(start))) {
            start++;
        }
        if (start == lines.size()) {
            throw new MalformedFileException(path, 0, "no link map: expected that of GNU ld, gold, lld or mold");
        }
        return gnu(lines.subList(start + 1, lines.size()));
    }

    private static boolean isGnuStart(String line) {
        return line.startsWith("Linker script and memory map") || line.startsWith("Memory map");
    }

    private static List<DeclaredSection> columns(List<String> lines, Pattern row, int radixOfSizes) {
        List<DeclaredSection> found = new ArrayList<>();
        for (String line : lines) {
            Matcher matcher = row.matcher(line);
            if (matcher.matches()) {
                long address = Long.parseUnsignedLong(matcher.group(1), HEXADECIMAL);
                long size = Long.parseUnsignedLong(matcher.group(2), radixOfSizes);
                section(matcher.group(3), matcher.group(4), address, size).ifPresent(found::add);
            }
        }
        return found;
    }

    private static List<DeclaredSection> gnu(List<String> lines) {
        List<DeclaredSection> found = new ArrayList<>();
        String pending = "";
        for (String line : lines) {
            Matcher name = GNU_NAME.matcher(line);
            Matcher row = GNU_ROW.matcher(line);
            if (name.matches()) {
                pending = name.group(1); // too long for its column: the rest is on the next line
            } else if (row.matches()) {
                String section = row.group(1) == null ? pending : row.group(1);
                long address = Long.parseUnsignedLong(row.group(2), HEXADECIMAL);
                long size = Long.parseUnsignedLong(row.group(3), HEXADECIMAL);
                section(row.group(4), section, address, size).ifPresent(found::add);
                pending = "";
            } else if (!line.startsWith("  ")) {
                pending = "";
            }
        }
        return found;
    }

    /**
     * Discarded sections stand at address 0, and those that gold wrote anew (AArch64: to get round an erratum of the processor) at
     * the last one.
     */
    private static Optional<DeclaredSection> section(String file, String section, long address, long size) {
        Matcher member = MEMBER.matcher(file);
        boolean isHeld = NOT_HELD.stream().noneMatch(section::startsWith) && !section.isEmpty();
        return member.matches() && isHeld && address != 0 && address != -1 && size != 0
                ? Optional.of(new DeclaredSection(member.group(1), member.group(2), section, address, size))
                : Optional.empty();
    }
}
