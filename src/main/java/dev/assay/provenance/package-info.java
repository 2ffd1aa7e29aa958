/** Which member of which static archive each byte of an image is: patterns, scan, solve, account. Opens no file; is handed bytes with their origin. */
package dev.assay.provenance;
