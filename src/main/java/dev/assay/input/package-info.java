/** What a user points at, opened as artifacts: files, directories, ar archives and packages, with package metadata. Knows nothing of ELF inside and no rule. */
package dev.assay.input;
