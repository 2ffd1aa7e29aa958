package dev.assay.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PathListTest {
    @Test
    void pathsEndInNewlines() {
        assertThat(PathList.parse("a\n b \n\nc".getBytes(UTF_8))).containsExactly("a", " b ", "c");
    }

    @Test
    void withOneNulNewlinesArePartOfPaths() {
        assertThat(PathList.parse("a\nb\0c\0".getBytes(UTF_8))).containsExactly("a\nb", "c");
    }

    @Test
    void anEmptyListHasNoPaths() {
        assertThat(PathList.parse(new byte[0])).isEmpty();
    }
}
