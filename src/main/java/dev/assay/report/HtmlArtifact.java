package dev.assay.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.assay.provenance.CodeRange;
import dev.assay.provenance.Component;
import dev.assay.provenance.Evidence;
import dev.assay.provenance.Placement;
import dev.assay.rules.Finding;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** One binary in the HTML report: its text, and the data that pictures are drawn from when it is opened. */
final class HtmlArtifact {
    private final HtmlText html;

    HtmlArtifact(HtmlText html) {
        this.html = html;
    }

    void write(ArtifactReport artifact, int index) throws IOException {
        html.raw("<details class=\"artifact\" id=\"artifact-" + index + "\" data-artifact=\"" + index
                        + "\" data-verdict=\"" + Spelling.of(artifact.verdict()) + "\">\n<summary><h3>")
                .verdict(artifact.verdict())
                .raw(" <code>")
                .text(artifact.distinctPath())
                .raw("</code></h3></summary>\n");
        writeFacts(artifact);
        writeComponents(artifact);
        html.raw("<div class=\"picture\"></div>\n<ul class=\"findings\">\n");
        for (Finding finding : artifact.findings()) {
            html.finding(finding);
        }
        html.raw("</ul>\n");
        html.raw("<script type=\"application/json\" id=\"data-" + index + "\">");
        writeData(artifact);
        html.raw("</script>\n</details>\n");
    }

    private void writeFacts(ArtifactReport artifact) throws IOException {
        html.raw("<p>" + Spelling.of(artifact.linkage().form()) + ", ")
                .text(artifact.linkage().machine())
                .raw("; SHA-256 <code class=\"hash\">" + artifact.sha256() + "</code>");
        if (artifact.linkage().interpreter().isPresent()) {
            html.raw("; interpreter <code>")
                    .text(artifact.linkage().interpreter().get())
                    .raw("</code>");
        }
        html.raw("</p>\n");
    }

    private void writeComponents(ArtifactReport artifact) throws IOException {
        if (artifact.components().isEmpty()) {
            return;
        }
        html.raw("<div class=\"scroll\"><table>\n<thead><tr><th scope=\"col\">Component</th>")
                .raw("<th scope=\"col\">Package</th><th scope=\"col\">Version</th><th scope=\"col\">Evidence</th>")
                .raw("<th scope=\"col\" class=\"n\">Code, bytes</th><th scope=\"col\" class=\"n\">Data, bytes</th>")
                .raw("</tr></thead>\n<tbody>\n");
        for (Component component : artifact.components()) {
            String evidence = Spelling.of(component.evidence());
            html.raw("<tr><th scope=\"row\">")
                    .text(component.name())
                    .raw("</th><td>")
                    .text(component.origin().map(id -> id.name()).orElse("-"))
                    .raw("</td><td>")
                    .text(component.origin().map(id -> id.version()).orElse("-"))
                    .raw("</td><td><span class=\"e-" + evidence + "\">" + evidence + "</span></td><td class=\"n\">"
                            + String.format(Locale.ROOT, "%,d", component.bytes()) + "</td><td class=\"n\">"
                            + String.format(Locale.ROOT, "%,d", component.dataBytes()) + "</td></tr>\n");
        }
        html.raw("</tbody></table></div>\n");
    }

    /**
     * Numbers stand in flat arrays, strings once. Addresses count from {@code base}, for a script's numbers hold 53 bits: placements
     * are [member, section, address, size, evidence] with evidence + 8 where it is not code, ranges [address, size, kind].
     */
    private void writeData(ArtifactReport artifact) throws IOException {
        List<Placement> placements = artifact.linkMap().placements();
        List<CodeRange> ranges = artifact.linkMap().ranges();
        long base = base(placements, ranges);
        Map<String, Integer> archives = new LinkedHashMap<>();
        Map<List<String>, Integer> members = new LinkedHashMap<>();
        Map<String, Integer> sections = new LinkedHashMap<>();
        for (Placement placement : placements) {
            String archive = placement.section().origin().archive();
            number(archives, archive);
            number(members, List.of(archive, placement.section().member()));
            number(sections, placement.section().section());
        }
        try (JsonGenerator json = JsonReport.compactGenerator(html.script())) {
            json.writeStartObject();
            json.writeStringField("base", Long.toHexString(base));
            writeArchives(archives.keySet(), artifact.components(), json);
            json.writeArrayFieldStart("members");
            for (List<String> member : members.keySet()) {
                json.writeNumber(archives.get(member.get(0)));
                json.writeString(member.get(1));
            }
            json.writeEndArray();
            JsonReport.writeStrings(json, "sections", List.copyOf(new LinkedHashSet<>(sections.keySet())));
            json.writeArrayFieldStart("placements");
            for (Placement placement : placements) {
                json.writeNumber(members.get(List.of(
                        placement.section().origin().archive(),
                        placement.section().member())));
                json.writeNumber(sections.get(placement.section().section()));
                json.writeNumber(placement.address() - base);
                json.writeNumber(placement.size());
                json.writeNumber(evidence(placement) + (placement.executable() ? 0 : 8));
            }
            json.writeEndArray();
            json.writeArrayFieldStart("ranges");
            for (CodeRange range : ranges) {
                json.writeNumber(range.address() - base);
                json.writeNumber(range.size());
                json.writeNumber(kind(range.kind()));
            }
            json.writeEndArray();
            json.writeEndObject();
        }
    }

    private static <K> void number(Map<K, Integer> numbers, K key) {
        numbers.putIfAbsent(key, numbers.size());
    }

    private static long base(List<Placement> placements, List<CodeRange> ranges) {
        long base = ranges.isEmpty() ? 0 : ranges.get(0).address();
        if (!placements.isEmpty()
                && (ranges.isEmpty() || Long.compareUnsigned(placements.get(0).address(), base) < 0)) {
            base = placements.get(0).address();
        }
        return base;
    }

    /** Each archive and the component that it is of. */
    private static void writeArchives(Set<String> archives, List<Component> components, JsonGenerator json)
            throws IOException {
        Map<String, String> componentOf = new HashMap<>();
        for (Component component : components) {
            component.archives().forEach(archive -> componentOf.put(archive.path(), component.name()));
        }
        json.writeArrayFieldStart("archives");
        for (String archive : archives) {
            json.writeString(archive);
            json.writeString(componentOf.getOrDefault(archive, archive.substring(archive.lastIndexOf('/') + 1)));
        }
        json.writeEndArray();
    }

    private static int kind(CodeRange.Kind kind) {
        return switch (kind) {
            case EXACT -> 0;
            case CODE -> 2;
            case OWN -> 4;
            case PADDING -> 5;
            case LINKER -> 6;
            case DATA -> 7;
            case UNEXPLAINED -> 8;
        };
    }

    /** 0 exact, 1 ambiguous, 2 code, 3 all that is weaker. */
    private static int evidence(Placement placement) {
        if (!placement.alternatives().isEmpty()) {
            return 1;
        }
        if (placement.evidence() == Evidence.EXACT) {
            return 0;
        }
        return placement.evidence() == Evidence.CODE ? 2 : 3;
    }
}
