package dev.assay.packaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionOrderTest {
    private static final long SEED = 20261124;
    private static final int ROUNDS = 150;

    @ParameterizedTest
    @CsvSource({
        "1.0, =, 1.0",
        "1.0, =, 1.00",
        "1.0, =, 0:1.0",
        "1.0, =, 1.0-0",
        "1.0-, =, 1.0",
        "1.9, <, 1.10",
        "1:0.1, >, 2.0",
        "1.0~rc1, <, 1.0",
        "1.0~~, <, 1.0~",
        "1.0~, <, 1.0",
        "1.0, <, 1.0a",
        "1.0a, <, 1.0+b1",
        "1.0a, <, 1.0.",
        "1.0-1, <, 1.0-1+b1",
        "1.0-1-2, >, 1.0-1",
        "2.36-9+deb12u9, <, 2.36-9+deb12u14",
        "1:1.2.13.dfsg-1, <, 1:1.3.dfsg-3",
        "99999999999999999999, <, 100000000000000000000",
        "0001, =, 1",
        "'', <, 1",
        "'', =, 0",
    })
    void dpkgOrders(String left, String sign, String right) {
        assertOrdered(VersionOrder.DPKG, left, sign, right);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, =, 1.0",
        "1.0, =, 1_0",
        "1.0, =, 0:1.0",
        "1.9, <, 1.10",
        "1.0, <, 1.0.1",
        "1.0, <, 1.0a",
        "1.0.a, <, 1.0.1",
        "a, <, b",
        "A, <, a",
        "1.0~rc1, <, 1.0",
        "1.0~rc1, <, 1.0~rc2",
        "1.0^git1, >, 1.0",
        "1.0^git1, <, 1.0.1",
        "1.0^git1, <, 1.0^git2",
        "1.0^, >, 1.0",
        "1.0~rc1^git1, >, 1.0~rc1",
        "1.0^git1~pre, <, 1.0^git1",
        "1:0.1, >, 2.0",
        "1.0-2.fc39, <, 1.0-10.fc39",
        "1.0, =, 1.0-10.fc39",
        "1.0., =, 1.0",
        "00010, =, 10",
        "99999999999999999999, <, 100000000000000000000",
    })
    void rpmOrders(String left, String sign, String right) {
        assertOrdered(VersionOrder.RPM, left, sign, right);
    }

    @Test
    void dpkgAgrees() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/dpkg")), "no dpkg on this machine");
        Random random = new Random(SEED);
        for (int round = 0; round < ROUNDS; round++) {
            String left = version(random);
            String right = random.nextBoolean() ? version(random) : changed(left, random);
            String sign = sign(VersionOrder.DPKG.compare(left, right));
            assertThat(dpkgSays(left, sign, right))
                    .as("seed %d: %s %s %s", SEED, left, sign, right)
                    .isTrue();
        }
    }

    private static boolean dpkgSays(String left, String sign, String right) throws IOException, InterruptedException {
        String relation = switch (sign) {
            case "<" -> "lt";
            case ">" -> "gt";
            default -> "eq";
        };
        return new ProcessBuilder("/usr/bin/dpkg", "--compare-versions", left, relation, right)
                        .redirectErrorStream(true)
                        .start()
                        .waitFor()
                == 0;
    }

    /** Digits first, as dpkg demands; few different characters, so that prefixes are often equal. */
    private static String version(Random random) {
        StringBuilder version = new StringBuilder();
        if (random.nextInt(4) == 0) {
            version.append(random.nextInt(3)).append(':');
        }
        version.append(random.nextInt(3));
        append(version, "0019.+~aZ-", 1 + random.nextInt(6), random);
        version.append('-');
        append(version, "019.+~az", 1 + random.nextInt(3), random);
        return version.toString();
    }

    private static String changed(String version, Random random) {
        StringBuilder changed = new StringBuilder(version);
        append(changed, "0~.a", 1, random);
        return changed.toString();
    }

    private static void append(StringBuilder version, String alphabet, int length, Random random) {
        for (int i = 0; i < length; i++) {
            version.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
    }

    private static void assertOrdered(VersionOrder order, String left, String sign, String right) {
        assertThat(sign(order.compare(left, right))).isEqualTo(sign);
        assertThat(Integer.signum(order.compare(right, left))).isEqualTo(-Integer.signum(order.compare(left, right)));
    }

    private static String sign(int order) {
        return order < 0 ? "<" : order > 0 ? ">" : "=";
    }
}
