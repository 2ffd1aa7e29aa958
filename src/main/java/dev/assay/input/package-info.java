/**
 * What a user points at, opened: files, directories, {@code ar} archives and packages, with package metadata. Knows nothing
 * of ELF beyond its four magic bytes, and no rule.
 *
 * <p>Words: an {@link dev.assay.input.Artifact} is one file under audit, wherever it lies; a {@link
 * dev.assay.input.Reference} is an archive or object that provenance is proved against; a {@link
 * dev.assay.input.ByteSource} opens either when it is needed. Both are handed over one by one to a sink, so that no more of
 * them is in memory than their user holds:
 *
 * <pre>{@code
 * new Walker(EnumSet.of(FileKind.ELF), Limits.DEFAULT).walk(List.of("qemu-user-static.deb", "out/"), sink);
 * new ReferenceLocator(Path.of("/"), Limits.DEFAULT, CatalogMagic.NONE).forMachine("x86-64", referenceSink);
 * }</pre>
 */
package dev.assay.input;
