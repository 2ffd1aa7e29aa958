package dev.assay.provenance;

/**
 * Values by numbers, without an object for each number: a hash table with open addressing. Nothing is taken out of it. What a
 * recovery asks for by address it asks for millions of times.
 */
final class LongTable<V> {
    private static final int SMALLEST = 64;

    private long[] keys = new long[SMALLEST];

    /** By the place of the key; null where there is none. */
    private Object[] values = new Object[SMALLEST];

    private int count;

    /** {@return the value of a number; null when it has none} */
    @SuppressWarnings("unchecked") // only put() writes values
    V get(long key) {
        return (V) values[place(key)];
    }

    /** Gives a number a value, in place of any that it has. */
    void put(long key, V value) {
        int place = place(key);
        if (values[place] == null) {
            count++;
        }
        keys[place] = key;
        values[place] = value;
        if (count > keys.length / 2) {
            grow();
        }
    }

    /** {@return the place of a number, or the free one where it would stand} */
    private int place(long key) {
        int last = keys.length - 1;
        int place = (int) (key * 0x9e3779b97f4a7c15L >>> 32) & last; // Fibonacci hashing (Knuth, TAOCP 3, 6.4)
        while (values[place] != null && keys[place] != key) {
            place = place + 1 & last;
        }
        return place;
    }

    private void grow() {
        long[] oldKeys = keys;
        Object[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new Object[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldValues[i] != null) {
                int place = place(oldKeys[i]);
                keys[place] = oldKeys[i];
                values[place] = oldValues[i];
            }
        }
    }
}
