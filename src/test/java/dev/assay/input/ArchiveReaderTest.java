package dev.assay.input;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.assay.MalformedFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ArchiveReaderTest {
    @Test
    void shortGnuNamesEndInASlash() throws Exception {
        assertThat(read(ArWriter.plain().member("a.o/", "first").member("b.o/", "next")))
                .containsExactly("0 a.o first", "1 b.o next");
    }

    @Test
    void longGnuNamesLieInATable() throws Exception {
        assertThat(read(ArWriter.plain()
                        .member("//", "a-name-of-many-letters.o/\nanother-long-name.o/\n")
                        .member("/0", "x")
                        .member("/26", "y")))
                .containsExactly("0 a-name-of-many-letters.o x", "1 another-long-name.o y");
    }

    @Test
    void longBsdNamesLieBeforeTheContent() throws Exception {
        assertThat(read(ArWriter.plain().member("#1/12", "long name.o\0content")))
                .containsExactly("0 long name.o content");
    }

    @Test
    void shortBsdNamesHaveNoSlash() throws Exception {
        assertThat(read(ArWriter.plain().member("a.o", "x"))).containsExactly("0 a.o x");
    }

    @Test
    void symbolTablesAreNoMembers() throws Exception {
        assertThat(read(ArWriter.plain()
                        .member("/", "\0\0\0\0")
                        .member("/SYM64/", "\0\0\0\0")
                        .member("__.SYMDEF", "")
                        .member("#1/16", "__.SYMDEF SORTEDtable")
                        .member("a.o/", "x")))
                .containsExactly("0 a.o x");
    }

    @Test
    void membersOfOneNameAreAllKeptInOrder() throws Exception {
        assertThat(read(ArWriter.plain().member("a.o/", "one").member("a.o/", "two")))
                .containsExactly("0 a.o one", "1 a.o two");
    }

    @Test
    void anEmptyArchiveHasNoMembers() throws Exception {
        assertThat(read(ArWriter.plain())).isEmpty();
    }

    @Test
    void theLastMembersPaddingMayLack() throws Exception {
        byte[] archive = ArWriter.plain().member("a.o/", "odd").bytes();
        assertThat(shown(ArchiveReader.read("x.a", Arrays.copyOf(archive, archive.length - 1))))
                .containsExactly("0 a.o odd");
    }

    @Test
    void anArchiveInALargerArrayIsEvenFromItsOwnBegin() throws Exception {
        byte[] archive =
                ArWriter.plain().member("a.o/", "odd").member("b.o/", "x").bytes();
        byte[] around = new byte[archive.length + 10];
        System.arraycopy(archive, 0, around, 3, archive.length);
        assertThat(shown(ArchiveReader.read("x.a", around, 3, archive.length))).containsExactly("0 a.o odd", "1 b.o x");
    }

    @Test
    void contentIsASliceAndNotACopy() throws Exception {
        byte[] archive = ArWriter.plain().member("a.o/", "x").bytes();
        ArchiveMember member = ArchiveReader.read("x.a", archive).get(0);
        assertThat(member.array()).isSameAs(archive);
        assertThat(member.offset()).isEqualTo(68);
    }

    @Test
    void thinArchivesNameTheirMembersFiles() throws Exception {
        byte[] thin = ArWriter.thin()
                .member("/", "\0\0\0\0")
                .member("//", "sub/a.o/\nb.o/\n")
                .header("/0", 5)
                .header("/9", 4)
                .bytes();
        assertThat(shown(ArchiveReader.read("x.a", thin, files(Map.of("sub/a.o", "first", "b.o", "next")))))
                .containsExactly("0 sub/a.o first", "1 b.o next");
    }

    @Test
    void thinArchivesReachIntoOtherArchives() throws Exception {
        String inner = new String(
                ArWriter.plain()
                        .member("//", "a-long-name-of-an-object.o/\n")
                        .member("/0", "first")
                        .member("b.o/", "next")
                        .bytes(),
                StandardCharsets.ISO_8859_1);
        int first = 8 + 60 + 28;
        byte[] thin = ArWriter.thin()
                .member("//", "in.a/\n")
                .header("/0:" + first, 5)
                .header("/0:" + (first + 66), 4)
                .bytes();
        assertThat(shown(ArchiveReader.read("x.a", thin, files(Map.of("in.a", inner)))))
                .containsExactly("0 a-long-name-of-an-object.o first", "1 b.o next");
    }

    @Test
    void aThinArchivesMissingFileIsNoFaultOfItsFormat() {
        byte[] thin = ArWriter.thin().member("//", "gone.o/\n").header("/0", 5).bytes();
        assertThatThrownBy(() -> ArchiveReader.read("x.a", thin, files(Map.of())))
                .isInstanceOf(IOException.class);
    }

    @Test
    void aThinArchiveIsNotReadWithoutItsFiles() {
        assertMalformed(ArWriter.thin().bytes(), 0, "thin archive");
    }

    @Test
    void errorsSayWhereAndWhat() {
        assertMalformed("text".getBytes(StandardCharsets.UTF_8), 0, "no ar archive: expected !<arch> or !<thin>");
        assertMalformed(
                Arrays.copyOf(ArWriter.plain().header("a.o/", 0).bytes(), 40), 8, "ar member header is cut short");
        assertMalformed(ArWriter.plain().header("a.o/", 1).bytes(), 8, "ar member of 1 bytes passes the end");
        assertMalformed(ArWriter.plain().member("/7", "").bytes(), 8, "long name at byte 7 of a name table of 0");
        assertMalformed(ArWriter.plain().member("#1/9", "abc").bytes(), 8, "name of 9 bytes in an ar member of 3");
        assertMalformed(ArWriter.plain().member("", "").bytes(), 8, "ar member without a name");
        byte[] noNumber = ArWriter.plain().member("a.o/", "").bytes();
        noNumber[8 + 48] = 'x';
        assertMalformed(noNumber, 56, "size of ar member is no decimal number");
        byte[] noEnd = ArWriter.plain().member("a.o/", "").bytes();
        noEnd[8 + 58] = 'x';
        assertMalformed(noEnd, 66, "ar member header does not end in a back quote and a newline");
    }

    private static void assertMalformed(byte[] archive, long offset, String expected) {
        assertThatThrownBy(() -> ArchiveReader.read("x.a", archive))
                .isInstanceOfSatisfying(MalformedFileException.class, e -> {
                    assertThat(e.path()).isEqualTo("x.a");
                    assertThat(e.offset()).isEqualTo(offset);
                    assertThat(e.expected()).startsWith(expected);
                });
    }

    private static List<String> read(ArWriter archive) throws MalformedFileException {
        return shown(ArchiveReader.read("x.a", archive.bytes()));
    }

    private static List<String> shown(List<ArchiveMember> members) {
        return members.stream()
                .map(member -> member.index() + " " + member.name() + " "
                        + new String(member.bytes(), StandardCharsets.ISO_8859_1))
                .toList();
    }

    private static MemberFiles files(Map<String, String> contents) {
        return name -> {
            if (!contents.containsKey(name)) {
                throw new NoSuchFileException(name);
            }
            return contents.get(name).getBytes(StandardCharsets.ISO_8859_1);
        };
    }
}
