package dev.assay.audit;

import com.google.common.base.Throwables;
import com.google.common.util.concurrent.Uninterruptibles;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/**
 * Work that is done beside other work: by another thread or, where none has begun it yet, by the one that needs its result. So
 * nobody waits while there is something to do, and a single other thread is enough.
 */
final class Aside<T> {
    private final FutureTask<T> task;

    private Aside(Supplier<T> work) {
        task = new FutureTask<>(work::get);
    }

    /** Hands work to other threads. */
    static <T> Aside<T> begin(Supplier<T> work, Executor threads) {
        Aside<T> begun = new Aside<>(work);
        threads.execute(begun.task);
        return begun;
    }

    /** {@return work that was done before} */
    static <T> Aside<T> done(T result) {
        return new Aside<>(() -> result);
    }

    /** {@return the result; what the work threw is thrown here} */
    T join() {
        task.run(); // nothing, where another thread has begun it
        try {
            return Uninterruptibles.getUninterruptibly(task);
        } catch (ExecutionException failed) {
            Throwables.throwIfUnchecked(failed.getCause());
            throw new AssertionError("a Supplier throws nothing else", failed);
        }
    }
}
