package dev.assay.report;

import dev.assay.provenance.CodeRange;
import dev.assay.provenance.Evidence;
import dev.assay.provenance.InputSectionId;
import dev.assay.provenance.Placement;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * The link map of a report's one image in the layout of GNU ld's map files (binutils ld/ldlang.c, print_output_section_statement
 * and print_input_section), so that tools that read one read this one:
 *
 * <pre>
 * .text           0x0000000000401000    0x12345
 *  .text          0x0000000000401000       0x26 /usr/lib/x86_64-linux-gnu/libc.a(libc-start.o)
 *  *fill*         0x0000000000401026        0xa
 *  .text          0x0000000000401030     0x1ff0 (unexplained)
 * </pre>
 *
 * Output sections are those that ld's default script would have made of the input sections' names: an image need not have
 * section headers. What is not {@code exact}, or has alternatives, is said on a line of its own, as ld writes symbols.
 */
public final class TextMap implements ReportFormat {
    private static final List<String> OUTPUT_SECTIONS = List.of(
            ".text", ".rodata", ".data.rel.ro", ".data", ".init_array", ".fini_array", ".bss", ".tdata", ".eh_frame");
    private static final int NAME_WIDTH = 16;

    /** A line of the map. */
    private record Row(String output, String input, long address, long size, String file, List<String> remarks) {}

    @Override
    public void write(Report report, Writer out) throws IOException {
        List<Row> rows = rows(report.artifacts().get(0));
        StringBuilder text = new StringBuilder("\nLinker script and memory map\n");
        int at = 0;
        while (at < rows.size()) {
            int end = at;
            while (end < rows.size()
                    && rows.get(end).output().equals(rows.get(at).output())) {
                end++;
            }
            appendOutputSection(rows.subList(at, end), text);
            at = end;
        }
        out.write(text.toString());
        out.flush();
    }

    private static List<Row> rows(ArtifactReport image) {
        List<Row> rows = new ArrayList<>();
        for (Placement placement : image.linkMap().placements()) {
            rows.add(row(placement));
        }
        for (CodeRange range : image.linkMap().ranges()) {
            switch (range.kind()) {
                case EXACT, CODE, DATA -> {} // placements tell more
                case PADDING -> rows.add(row(range, "*fill*", ""));
                case OWN -> rows.add(row(range, ".text", "(own)"));
                case LINKER -> rows.add(row(range, ".plt", "linker stubs"));
                case UNEXPLAINED -> rows.add(row(range, ".text", "(unexplained)"));
            }
        }
        rows.sort(Comparator.comparing(Row::address, Long::compareUnsigned)
                .thenComparing(Row::file)
                .thenComparing(Row::input));
        return rows;
    }

    private static Row row(CodeRange range, String input, String file) {
        return new Row(".text", input, range.address(), range.size(), file, List.of());
    }

    private static Row row(Placement placement) {
        InputSectionId section = placement.section();
        List<String> remarks = new ArrayList<>();
        if (placement.evidence() != Evidence.EXACT) {
            remarks.add(
                    placement.evidence() == Evidence.CODE
                            ? "a function of another build"
                            : Spelling.of(placement.evidence()));
        }
        if (!placement.alternatives().isEmpty()) {
            remarks.add(
                    "or " + placement.alternatives().stream().map(TextMap::file).collect(Collectors.joining(", or ")));
        }
        return new Row(
                placement.executable() && section.section().startsWith(".text")
                        ? ".text"
                        : outputSection(section.section()),
                section.section(),
                placement.address(),
                placement.size(),
                file(section),
                remarks);
    }

    private static String file(InputSectionId section) {
        return section.origin().archive() + "(" + section.member() + ")";
    }

    private static String outputSection(String input) {
        return OUTPUT_SECTIONS.stream()
                .filter(output -> input.equals(output) || input.startsWith(output + "."))
                .findFirst()
                .orElse(input);
    }

    private static void appendOutputSection(List<Row> rows, StringBuilder text) {
        long address = rows.get(0).address();
        long end = address;
        for (Row row : rows) {
            end = Math.max(end, row.address() + row.size());
        }
        text.append('\n');
        appendName(rows.get(0).output(), text);
        text.append(place(address, end - address)).append('\n');
        for (Row row : rows) {
            appendName(" " + row.input(), text);
            text.append(place(row.address(), row.size()));
            text.append(row.file().isEmpty() ? "" : " " + row.file()).append('\n');
            for (String remark : row.remarks()) {
                text.append(" ".repeat(NAME_WIDTH))
                        .append(address(row.address()))
                        .append(" ".repeat(NAME_WIDTH))
                        .append(remark)
                        .append('\n');
            }
        }
    }

    /** A name that is too long for its column has a line of its own. */
    private static void appendName(String name, StringBuilder text) {
        text.append(name);
        if (name.length() >= NAME_WIDTH) {
            text.append('\n').append(" ".repeat(NAME_WIDTH));
        } else {
            text.append(" ".repeat(NAME_WIDTH - name.length()));
        }
    }

    private static String place(long address, long size) {
        return address(address) + String.format(Locale.ROOT, " %10s", JsonMap.hex(size));
    }

    private static String address(long address) {
        return String.format(Locale.ROOT, "0x%016x", address);
    }
}
