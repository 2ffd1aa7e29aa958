package dev.assay.audit;

/**
 * Bounds how many bytes of artifacts lie in memory at a time. Who waits is served before who came later, so that one large
 * file is not passed by small ones for ever.
 */
public final class MemoryBudget {
    /** What two jobs need at once, and the next; more would only lie and wait while the packages are read on. */
    private static final long ENOUGH = 32L << 20;

    private final long size;
    private final long largest;
    private long free;
    private long nextTicket;
    private long served;

    /**
     * @param size bytes that lie in memory at a time
     * @param largest bytes of an artifact that is more than that, and is held alone
     */
    MemoryBudget(long size, long largest) {
        this.size = size;
        this.largest = largest;
        this.free = size;
    }

    /** {@return a budget of which an artifact may be half of what the Java machine may take} */
    static MemoryBudget ofMachine() {
        long half = Runtime.getRuntime().maxMemory() / 2;
        return new MemoryBudget(Math.min(ENOUGH, half), half);
    }

    /** {@return what to tell a user whose audit Java has not memory enough for} */
    public static String exhausted() {
        return "Java may take " + (Runtime.getRuntime().maxMemory() >> 20)
                + " MB of memory, and that is not enough; set ASSAY_JAVA_OPTIONS=-Xmx... to more, such as -Xmx2g";
    }

    /** {@return whether memory ran out, here or in a thread that was waited for} */
    public static boolean isExhaustion(Throwable failed) {
        return failed instanceof OutOfMemoryError || (failed.getCause() != null && isExhaustion(failed.getCause()));
    }

    /** {@return whether so many bytes can ever be had} */
    boolean canHold(long bytes) {
        return bytes <= largest;
    }

    /** Waits until so many bytes are free, and takes them; more than there ever are counts as all. */
    synchronized void take(long bytes) throws InterruptedException {
        long wanted = Math.min(bytes, size);
        long ticket = nextTicket++;
        while (ticket != served || free < wanted) {
            wait();
        }
        served++;
        free -= wanted;
        notifyAll();
    }

    /** Gives back what was taken. */
    synchronized void giveBack(long bytes) {
        free += Math.min(bytes, size);
        notifyAll();
    }
}
