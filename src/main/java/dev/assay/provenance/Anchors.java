package dev.assay.provenance;

/**
 * The windows of eight known bytes by which shapes are found, as columns in ascending order of their hash; and the shapes
 * of code that have no such window.
 *
 * @param hash hash of the window's bytes: {@link WindowScanner#hash}
 * @param shape the shape that has it
 * @param position where the window starts, bytes from the start of the section
 * @param unit the function that it lies in, counted in the shape
 * @param windowless shapes of code without a window, ascending
 */
@SuppressWarnings(
        "ArrayRecordComponent") // columns of the hot path, never compared and never shared outside of the room
record Anchors(int[] hash, int[] shape, int[] position, int[] unit, int[] windowless) {}
