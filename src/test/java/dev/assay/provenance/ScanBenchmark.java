package dev.assay.provenance;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The scan alone: 4 MB of random code against 7,000 anchors, one thread. How it is run: docs/performance.md. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class ScanBenchmark {
    private static final int BYTES = 4 << 20;
    private static final int ANCHORS = 7000;

    private final byte[] code = new byte[BYTES];
    private WindowScanner scanner = new WindowScanner(new WindowIndex(new int[0]));

    /** The same code and anchors each time. */
    @Setup
    public void make() {
        Random random = new Random(1);
        random.nextBytes(code);
        scanner = new WindowScanner(new WindowIndex(random.ints(ANCHORS).toArray()));
    }

    /** {@return how many hits there are, so that the scan is not left out} */
    @Benchmark
    public int scan() {
        Hits hits = new Hits();
        scanner.scan(code, 0, BYTES, hits);
        return hits.count();
    }
}
