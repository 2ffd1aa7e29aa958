package dev.assay.provenance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.MalformedFileException;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinkerMapTest {
    private static final List<DeclaredSection> EXIT = List.of(
            new DeclaredSection("/usr/lib/libc.a", "exit.o", ".text", 0x401000, 0x2da),
            new DeclaredSection("/usr/lib/libc.a", "exit.o", "__libc_freeres_fn", 0x4012e0, 0x10));

    @Test
    void mapsOfGnuLdBreakLongNames() throws Exception {
        assertThat(LinkerMap.parse("map", """
                Archive member included to satisfy reference by file (symbol)

                /usr/lib/libc.a(exit.o)       main.o (exit)

                Discarded input sections

                 .text.gone     0x0000000000000000       0x10 /usr/lib/libc.a(gone.o)

                Linker script and memory map

                LOAD /usr/lib/libc.a

                .text           0x0000000000401000      0x300
                 *(.text .text.*)
                 .text          0x0000000000401000      0x2da /usr/lib/libc.a(exit.o)
                                0x0000000000401000                exit
                 *fill*         0x00000000004012da        0x6
                 .text          0x00000000004012f0       0x10 main.o

                __libc_freeres_fn
                                0x00000000004012e0       0x10
                 __libc_freeres_fn
                                0x00000000004012e0       0x10 /usr/lib/libc.a(exit.o)
                 .eh_frame      0x0000000000402000       0x18 /usr/lib/libc.a(exit.o)
                 .data          0x0000000000000000        0x0 /usr/lib/libc.a(exit.o)
                """)).isEqualTo(EXIT);
    }

    @Test
    void mapsOfGoldHaveTheSameRows() throws Exception {
        assertThat(LinkerMap.parse("map", """
                Memory map
                ** file header
                                0x0000000000400000       0x40

                .text           0x0000000000401000      0x300
                 .text          0x0000000000401000      0x2da /usr/lib/libc.a(exit.o)
                 __libc_freeres_fn
                                0x00000000004012e0       0x10 /usr/lib/libc.a(exit.o)
                 .text          0xffffffffffffffff       0x54 /usr/lib/libc.a(getauxval.o)
                """)).isEqualTo(EXIT);
    }

    @Test
    void mapsOfLldAreHexadecimal() throws Exception {
        assertThat(LinkerMap.parse("map", """
                             VMA              LMA     Size Align Out     In      Symbol
                          401000           401000      300    16 .text
                          401000           401000      2da    16         /usr/lib/libc.a(exit.o):(.text)
                          401000           401000      2da     1                 exit
                          4012e0           4012e0       10    16         /usr/lib/libc.a(exit.o):(__libc_freeres_fn)
                          4012f0           4012f0       10    16         main.o:(.text)
                          402000           402000       18     1         /usr/lib/libc.a(exit.o):(.eh_frame+0x18)
                """)).isEqualTo(EXIT);
    }

    @Test
    void mapsOfMoldHaveDecimalSizes() throws Exception {
        assertThat(LinkerMap.parse("map", """
                               VMA       Size Align Out     In      Symbol
                                 0         64     8 EHDR
                          0x401000        768    16 .text
                          0x401000        730    16         /usr/lib/libc.a(exit.o):(.text)
                          0x401000          0     0                 exit
                          0x4012e0         16    16         /usr/lib/libc.a(exit.o):(__libc_freeres_fn)
                """)).isEqualTo(EXIT);
    }

    @Test
    void anythingElseIsNoMap() {
        assertThatThrownBy(() -> LinkerMap.parse("notes.txt", "hello\n"))
                .isInstanceOf(MalformedFileException.class)
                .hasMessageContaining("no link map");
        assertThatThrownBy(() -> LinkerMap.parse("empty", "")).isInstanceOf(MalformedFileException.class);
    }
}
