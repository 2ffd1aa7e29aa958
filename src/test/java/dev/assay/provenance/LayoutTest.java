package dev.assay.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LayoutTest {
    @Test
    void withoutDeletionsEveryByteLiesWhereItLayInTheObject() {
        assertThat(Layout.WHOLE.place(1000)).isEqualTo(1000);
        assertThat(Layout.WHOLE.total()).isZero();
    }

    @Test
    void bytesBehindADeletionLieNearerToTheStart() {
        Layout layout = new Layout(0);
        layout.add(8, 4);
        layout.add(20, 2);
        assertThat(layout.place(7)).isEqualTo(7);
        assertThat(layout.place(8)).isEqualTo(4);
        assertThat(layout.place(19)).isEqualTo(15);
        assertThat(layout.place(20)).isEqualTo(14);
        assertThat(layout.place(100)).isEqualTo(94);
        assertThat(layout.total()).isEqualTo(6);
    }

    @Test
    void whatIsNotDeletedIsNoDeletion() {
        Layout layout = new Layout(1);
        layout.add(8, 0);
        assertThat(layout.deletedBefore(100)).isZero();
    }
}
