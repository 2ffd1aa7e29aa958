/**
 * Package metadata as values: relations, version order, binfmt entries, what is declared; and what follows from them, as
 * pure functions: which packages can be installed together, where a path leads, what an upgrade loses.
 *
 * <p>Words: a {@link dev.assay.packaging.BinaryPackage} is one package, a {@link dev.assay.packaging.PackageSet} those that
 * were given together; an {@link dev.assay.packaging.BinfmtEntry} hands files of an {@link
 * dev.assay.packaging.EmulatedTarget} to an interpreter; a {@link dev.assay.packaging.Declaration} says which sources are
 * in a package.
 */
package dev.assay.packaging;
