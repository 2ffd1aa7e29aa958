package dev.assay.input;

/**
 * The source package that an RPM package was built from.
 *
 * @param name of the source package
 * @param version of it, with epoch and release
 */
record SourceRpm(String name, String version) {
    /**
     * {@return the source by its file's name; the package itself where it names none}
     *
     * @param file {@code zlib-1.2.13-4.fc39.src.rpm}: the name may have dashes, version and release have none
     * @param name of the binary package
     * @param version of the binary package; its epoch is the source's, which the file's name does not carry
     */
    static SourceRpm of(String file, String name, String version) {
        String stem = file.replaceFirst("\\.(no)?src\\.rpm$", "");
        int release = stem.lastIndexOf('-');
        int number = stem.lastIndexOf('-', release - 1);
        if (number <= 0) {
            return new SourceRpm(name, version);
        }
        String epoch = version.substring(0, version.indexOf(':') + 1);
        return new SourceRpm(stem.substring(0, number), epoch + stem.substring(number + 1));
    }
}
