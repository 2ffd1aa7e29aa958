package dev.assay.provenance;

/**
 * How an image's executable bytes are explained. All in bytes; the seven kinds add up to {@code executable}.
 *
 * @param executable file bytes of PF_X segments without the headers
 */
public record Coverage(
        long executable, long exact, long code, long own, long padding, long linker, long data, long unexplained) {
    /** Nothing is known of the code. */
    public static Coverage unexplained(long executable) {
        return new Coverage(executable, 0, 0, 0, 0, 0, 0, executable);
    }
}
