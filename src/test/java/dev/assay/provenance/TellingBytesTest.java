package dev.assay.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class TellingBytesTest {
    private static final byte[] CODE = ToyObject.code("code", 200);

    private static int count(byte[] bytes, Holes holes) {
        return new TellingBytes().count(bytes, 0, 0, bytes.length, holes, Layout.WHOLE);
    }

    @Test
    void codeThatRepeatsNothingTellsByEachByte() {
        assertThat(count(CODE, new Holes(0))).isEqualTo(200);
    }

    @Test
    void noMoreAreCountedThanAreBeyondDoubt() {
        assertThat(count(ToyObject.code("long", 1000), new Holes(0))).isEqualTo(TellingBytes.MOST);
    }

    @Test
    void aRepetitionTellsNothingButWhereItBegins() {
        byte[] twice = new byte[400];
        System.arraycopy(CODE, 0, twice, 0, 200);
        System.arraycopy(CODE, 0, twice, 200, 200);

        // The seven rows of eight that cross the border are new.
        assertThat(count(twice, new Holes(0))).isEqualTo(207);
    }

    @Test
    void aRowOfOneByteTellsAsMuchAsItsFirstWindow() {
        assertThat(count(new byte[200], new Holes(0))).isEqualTo(8);
    }

    @Test
    void whatALinkerMayChangeDoesNotTell() {
        Holes holes = new Holes(2);
        holes.add(0, 100);
        holes.add(150, 200);

        assertThat(count(CODE, holes)).isEqualTo(50);
    }

    @Test
    void countsOneSectionAfterAnother() {
        TellingBytes telling = new TellingBytes();
        int alone = telling.count(CODE, 0, 0, 40, new Holes(0), Layout.WHOLE);
        telling.count(new byte[5000], 0, 0, 5000, new Holes(0), Layout.WHOLE);

        assertThat(telling.count(CODE, 0, 0, 40, new Holes(0), Layout.WHOLE)).isEqualTo(alone);
    }
}
