package dev.assay.audit;

/**
 * Bounds how many bytes of artifacts lie in memory at a time. Who waits is served before who came later, so that one large
 * file is not passed by small ones for ever.
 */
final class MemoryBudget {
    private final long size;
    private long free;
    private long nextTicket;
    private long served;

    MemoryBudget(long size) {
        this.size = size;
        this.free = size;
    }

    /** {@return a budget of half of what the Java machine may take} */
    static MemoryBudget ofMachine() {
        return new MemoryBudget(Runtime.getRuntime().maxMemory() / 2);
    }

    /** {@return whether so many bytes can ever be had} */
    boolean canHold(long bytes) {
        return bytes <= size;
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
