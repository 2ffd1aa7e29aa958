/**
 * What an image reaches for at run time although it is static: hazards, whether they can be reached, and by which way.
 *
 * <p>Words: a <i>unit</i> is a stretch of code that is entered at its start, a function as far as that can be told; a
 * <i>hazard</i> is code that loads native objects; a <i>chain</i> is a path of references from the entry point to it.
 *
 * <pre>
 * Hazards search = Hazards.in(image); // while the link map is recovered
 * List&lt;Hazard&gt; hazards = search.given(linkMap);
 * </pre>
 *
 * <p>Facts, no opinion. Knows images and their link maps; knows no files and no rules.
 */
package dev.assay.reach;
