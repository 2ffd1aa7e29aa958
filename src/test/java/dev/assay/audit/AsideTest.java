package dev.assay.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class AsideTest {
    private final List<Runnable> waiting = new ArrayList<>();
    private final Executor busy = waiting::add;
    private int times;

    private int count() {
        times++;
        return times;
    }

    @Test
    void whatNobodyHasBegunIsDoneByTheOneThatNeedsIt() {
        assertThat(Aside.begin(this::count, busy).join()).isEqualTo(1);
    }

    @Test
    void workIsDoneOnceWhoeverComesLater() {
        Aside<Integer> needed = Aside.begin(this::count, busy);
        needed.join();
        waiting.forEach(Runnable::run);

        assertThat(needed.join()).isEqualTo(1);
        assertThat(times).isEqualTo(1);
    }

    @Test
    void whatAnotherThreadHasDoneIsTaken() {
        Aside<Integer> done = Aside.begin(this::count, Runnable::run);

        assertThat(times).isEqualTo(1);
        assertThat(done.join()).isEqualTo(1);
        assertThat(Aside.done("known").join()).isEqualTo("known");
    }

    @Test
    void whatTheWorkThrewIsThrown() {
        OutOfMemoryError thrown = new OutOfMemoryError("of the test");
        Aside<Integer> failing = Aside.begin(
                () -> {
                    throw thrown;
                },
                Runnable::run);

        assertThatThrownBy(failing::join).isSameAs(thrown);
    }
}
