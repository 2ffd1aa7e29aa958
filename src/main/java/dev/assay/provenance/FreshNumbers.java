package dev.assay.provenance;

/**
 * Codes numbers of things that are numbered in the order in which they are first met (names, shapes, hashes), so that those
 * met for the first time take one byte: they follow the highest number so far. One that was met before is written as it is.
 *
 * <p>What is coded depends on the numbers alone, not on what is new to the catalog: equal members stay equal bytes.
 */
final class FreshNumbers {
    private int highest;

    /** {@return the code of the next number, below 2^30} */
    int code(int number) {
        if (number <= highest) {
            return number << 1 | 1;
        }
        int code = number - highest << 1;
        highest = number;
        return code;
    }

    /** {@return the number that the next code stands for} */
    int number(int code) {
        if ((code & 1) != 0) {
            return code >>> 1;
        }
        highest += code >>> 1;
        return highest;
    }
}
