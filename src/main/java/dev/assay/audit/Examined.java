package dev.assay.audit;

import dev.assay.linkage.Linkage;
import dev.assay.provenance.Coverage;

/**
 * The facts about one artifact's content, whatever its name and whoever judges.
 *
 * @param sha256 of all its bytes, in lower-case hexadecimal
 * @param linkage what the headers say
 * @param traces what symbols and strings tell of libraries
 * @param coverage how its executable bytes are explained
 */
record Examined(String sha256, Linkage linkage, Coverage coverage) {}
