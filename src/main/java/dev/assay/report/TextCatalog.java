package dev.assay.report;

import dev.assay.Origin.PackageId;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;

/** A catalog's content for people: packages with their versions, and the archives of each. */
public final class TextCatalog {
    private final TextStyle style;

    /** Makes a report in a style. */
    public TextCatalog(TextStyle style) {
        this.style = style;
    }

    /**
     * Writes what a catalog holds.
     *
     * @param catalog the catalog
     * @param out where to; flushed, not closed
     */
    public void write(CatalogReport catalog, Writer out) throws IOException {
        StringBuilder text = new StringBuilder();
        new Paragraph(style)
                .word(catalog.path() + ":", Ink.STRONG)
                .text(
                        "references for " + catalog.machine() + ", format " + catalog.format() + ", " + catalog.size()
                                + " bytes",
                        Ink.PLAIN)
                .appendTo(text, 0, 2);
        Optional<String> last = Optional.empty();
        for (CatalogReport.Archive archive : catalog.archives()) {
            String owner =
                    archive.reference().origin().owner().map(TextCatalog::owner).orElse("of no package");
            if (!last.equals(Optional.of(owner))) {
                new Paragraph(style).text(owner, Ink.STRONG).appendTo(text, 2, 4);
                last = Optional.of(owner);
            }
            append(archive, text);
        }
        out.write(text.toString());
        out.flush();
    }

    private static String owner(PackageId owner) {
        String source = owner.source().equals(owner.name()) ? "" : ", of " + owner.source();
        return owner.name() + " " + owner.version() + source;
    }

    private void append(CatalogReport.Archive archive, StringBuilder text) {
        int members = archive.members();
        new Paragraph(style)
                .column(members + (members == 1 ? " member" : " members"), "10000 members".length(), Ink.PLAIN)
                .word(archive.reference().origin().archive(), Ink.PLAIN)
                .appendTo(text, 4, 6);
        for (String unusable : archive.reference().unusable()) {
            new Paragraph(style)
                    .text("cannot be matched: " + unusable, Ink.DOUBTFUL)
                    .appendTo(text, 6, 8);
        }
        int unknown = archive.reference().unknownRelocations();
        if (unknown > 0) {
            new Paragraph(style)
                    .text(unknown + " relocations of types that are not known", Ink.DOUBTFUL)
                    .appendTo(text, 6, 8);
        }
    }
}
