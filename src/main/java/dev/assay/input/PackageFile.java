package dev.assay.input;

/**
 * A regular file in a package.
 *
 * @param path in the package, without a leading slash: {@code usr/bin/qemu-arm-static}
 * @param size bytes
 * @param mode permission bits
 */
public record PackageFile(String path, long size, int mode) {}
