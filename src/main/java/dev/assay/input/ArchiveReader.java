package dev.assay.input;

import dev.assay.MalformedFileException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads {@code ar} archives as linkers do: GNU's and BSD's long names, thin archives; symbol tables are passed over.
 *
 * <p>The dialects, by the name field of a member (ar(5); binutils bfd/archive.c; LLVM lib/Object/Archive.cpp):
 *
 * <pre>
 *   /            GNU symbol table, 32 bits       __.SYMDEF...   BSD symbol table
 *   /SYM64/      the same, 64 bits               #1/20          BSD: the name is the first 20 bytes of the content
 *   //           GNU table of long names         crc32.o        BSD, at most 16 bytes, without spaces
 *   crc32.o/     GNU, at most 15 bytes
 *   /17          GNU: the name at byte 17 of the table, up to "/\n"
 *   /17:178      thin: a member, whose header is at byte 178, of the archive named at byte 17
 * </pre>
 *
 * Members come in the archive's order; several may have one name. Nothing is copied.
 */
public final class ArchiveReader {
    private static final String MAGIC = "!<arch>\n";
    private static final String THIN_MAGIC = "!<thin>\n";

    private final String path;
    private final byte[] array;
    private final int start;
    private final int end;
    private final List<ArchiveMember> members = new ArrayList<>();

    private int namesAt;
    private int namesEnd;

    private ArchiveReader(String path, byte[] array, int start, int size) {
        this.path = path;
        this.array = array;
        this.start = start;
        this.end = start + size;
    }

    /**
     * Reads an archive that is not thin.
     *
     * @param path of it, for errors
     * @param array its bytes
     * @return its members, in order
     * @throws MalformedFileException when it is no archive, a damaged one, or thin
     */
    public static List<ArchiveMember> read(String path, byte[] array) throws MalformedFileException {
        return read(path, array, 0, array.length);
    }

    /**
     * Reads an archive that is not thin and lies in a larger array.
     *
     * @param path of it, for errors
     * @param offset where in the array it begins
     * @param size its bytes
     * @return its members, in order
     * @throws MalformedFileException when it is no archive, a damaged one, or thin; offsets count from its begin
     */
    public static List<ArchiveMember> read(String path, byte[] array, int offset, int size)
            throws MalformedFileException {
        ArchiveReader reader = new ArchiveReader(path, array, offset, size);
        if (reader.isThin()) {
            throw reader.malformed(offset, "thin archive, whose members lie in other files, is not read here");
        }
        reader.readPlain();
        return List.copyOf(reader.members);
    }

    /**
     * Reads an archive that may be thin.
     *
     * @param path of it, for errors
     * @param array its bytes
     * @param files opens the members of a thin archive
     * @return its members, in order
     * @throws MalformedFileException when it is no archive, or a damaged one
     * @throws IOException when a file that a thin archive names cannot be read
     */
    public static List<ArchiveMember> read(String path, byte[] array, MemberFiles files)
            throws MalformedFileException, IOException {
        ArchiveReader reader = new ArchiveReader(path, array, 0, array.length);
        if (reader.isThin()) {
            reader.readThin(files);
        } else {
            reader.readPlain();
        }
        return List.copyOf(reader.members);
    }

    /**
     * Reads an archive from where it lies: beside a file lie the member files of a thin one, in a package none.
     *
     * @param path of it, for errors
     * @param array its bytes
     * @param source where they were read
     * @return its members, in order
     * @throws MalformedFileException when it is no archive, a damaged one, or a thin one in a package
     * @throws IOException when a file that a thin archive names cannot be read
     */
    public static List<ArchiveMember> read(String path, byte[] array, ByteSource source)
            throws MalformedFileException, IOException {
        return source instanceof ByteSource.OfFile archive
                ? read(path, array, MemberFiles.beside(archive.file()))
                : read(path, array);
    }

    /** {@return whether an archive is thin: what it says depends on more than its own bytes} */
    public static boolean isThin(byte[] array) {
        return new ArchiveReader("", array, 0, array.length).matches(THIN_MAGIC);
    }

    private boolean isThin() throws MalformedFileException {
        if (matches(MAGIC)) {
            return false;
        }
        if (matches(THIN_MAGIC)) {
            return true;
        }
        throw malformed(start, "no ar archive: expected !<arch> or !<thin>");
    }

    private boolean matches(String magic) {
        return end - start >= magic.length()
                && new String(array, start, magic.length(), StandardCharsets.ISO_8859_1).equals(magic);
    }

    private void readPlain() throws MalformedFileException {
        for (int at = start + MAGIC.length(); hasHeader(at); ) {
            ArHeader header = header(at);
            int content = contentOf(header, at);
            int next = content + (int) header.size(); // within the array: contentOf has checked it
            if (!isTable(header.name()) && !takeNames(header, content)) {
                member(header, at, content, next).ifPresent(members::add);
            }
            at = even(next);
        }
    }

    private void readThin(MemberFiles files) throws MalformedFileException, IOException {
        Map<String, byte[]> opened = new HashMap<>(); // one file may hold many members: /17:178
        for (int at = start + MAGIC.length(); hasHeader(at); ) {
            ArHeader header = header(at);
            if (isTable(header.name()) || header.name().equals("//")) {
                int content = contentOf(header, at);
                takeNames(header, content);
                at = even(content + (int) header.size());
            } else {
                members.add(thinMember(header, at, files, opened));
                at += ArHeader.LENGTH;
            }
        }
    }

    private ArchiveMember thinMember(ArHeader header, int at, MemberFiles files, Map<String, byte[]> opened)
            throws MalformedFileException, IOException {
        String field = header.name();
        int colon = field.indexOf(':');
        boolean nested = field.startsWith("/") && colon > 0;
        String name = name(nested ? field.substring(0, colon) : field, at);
        byte[] file = opened.get(name);
        if (file == null) {
            file = files.read(name);
            opened.put(name, file);
        }
        if (!nested) {
            return new ArchiveMember(name, members.size(), file, 0, file.length);
        }
        return nestedMember(name, file, number(field.substring(colon + 1), at));
    }

    // bfd/archive.c, _bfd_get_elt_at_filepos: a proxy entry, made when an archive was put into a thin archive.
    private ArchiveMember nestedMember(String name, byte[] file, int headerAt) throws MalformedFileException {
        ArchiveReader inner = new ArchiveReader(path + "(" + name + ")", file, 0, file.length);
        if (inner.isThin()) {
            throw inner.malformed(0, "a thin archive within a thin archive");
        }
        for (int at = MAGIC.length(); at < headerAt && inner.hasHeader(at); ) {
            ArHeader header = inner.header(at);
            int content = inner.contentOf(header, at);
            if (inner.takeNames(header, content)) {
                break; // the names are all that is wanted of what comes before
            }
            at = inner.even(content + (int) header.size());
        }
        if (headerAt < MAGIC.length() || !inner.hasHeader(headerAt)) {
            throw inner.malformed(headerAt, "no member begins here, where a thin archive says so");
        }
        ArHeader header = inner.header(headerAt);
        int content = inner.contentOf(header, headerAt);
        ArchiveMember member = inner.member(header, headerAt, content, content + (int) header.size())
                .orElseThrow(() -> inner.malformed(headerAt, "a symbol table, where a thin archive expects a member"));
        return new ArchiveMember(member.name(), members.size(), file, member.offset(), member.size());
    }

    // A lone newline after the last member is padding that some writers leave.
    private boolean hasHeader(int at) throws MalformedFileException {
        if (at >= end) {
            return false;
        }
        if (end - at < ArHeader.LENGTH) {
            if (end - at == 1 && array[at] == '\n') {
                return false;
            }
            throw malformed(at, "ar member header is cut short: 60 bytes expected, " + (end - at) + " left");
        }
        return true;
    }

    private ArHeader header(int at) throws MalformedFileException {
        return ArHeader.parse(array, at, path, at - start);
    }

    private int contentOf(ArHeader header, int at) throws MalformedFileException {
        int content = at + ArHeader.LENGTH;
        if (header.size() > end - content) {
            throw malformed(
                    at, "ar member of " + header.size() + " bytes passes the end of the file (" + (end - start) + ")");
        }
        return content;
    }

    // Members begin at even offsets of the archive; Integer.MAX_VALUE - 8 is the longest array, so this cannot wrap.
    private int even(int position) {
        return position + ((position - start) & 1);
    }

    /** Symbol tables, and whatever else has a name that only linkers read: {@code /}, {@code /SYM64/}, {@code /<...>/}. */
    private static boolean isTable(String field) {
        return field.equals("/") || field.equals("/SYM64/") || field.startsWith("/<") || field.startsWith("__.SYMDEF");
    }

    private boolean takeNames(ArHeader header, int content) {
        if (!header.name().equals("//")) {
            return false;
        }
        namesAt = content;
        namesEnd = content + (int) header.size();
        return true;
    }

    private Optional<ArchiveMember> member(ArHeader header, int at, int content, int next)
            throws MalformedFileException {
        if (!header.name().startsWith("#1/")) {
            return Optional.of(
                    new ArchiveMember(name(header.name(), at), members.size(), array, content, next - content));
        }
        int length = number(header.name().substring(3), at);
        if (length > next - content) {
            throw malformed(at, "name of " + length + " bytes in an ar member of " + (next - content));
        }
        String name = untilNul(content, content + length);
        if (isTable(name)) {
            return Optional.empty();
        }
        int first = content + length;
        return Optional.of(new ArchiveMember(name, members.size(), array, first, next - first));
    }

    private String name(String field, int at) throws MalformedFileException {
        if (field.isEmpty()) {
            throw malformed(at, "ar member without a name");
        }
        if (field.startsWith("/")) {
            return longName(number(field.substring(1), at), at);
        }
        return field.endsWith("/") ? field.substring(0, field.length() - 1) : field;
    }

    private String longName(int into, int at) throws MalformedFileException {
        if (into >= namesEnd - namesAt) {
            throw malformed(at, "long name at byte " + into + " of a name table of " + (namesEnd - namesAt) + " bytes");
        }
        int from = namesAt + into;
        int to = from;
        while (to < namesEnd && array[to] != '\n' && array[to] != 0) { // NUL ends names that MSVC's lib wrote
            to++;
        }
        if (to > from && array[to - 1] == '/') {
            to--;
        }
        if (to == from) {
            throw malformed(at, "long name at byte " + into + " of the name table is empty");
        }
        return new String(array, from, to - from, StandardCharsets.UTF_8);
    }

    private int number(String digits, int at) throws MalformedFileException {
        byte[] field = digits.getBytes(StandardCharsets.UTF_8);
        long value = ArHeader.decimal(field, 0, field.length);
        if (value < 0 || value > Integer.MAX_VALUE) {
            throw malformed(at, "name of ar member refers to no number: " + digits);
        }
        return (int) value;
    }

    // BSD pads names with NUL so that contents are aligned.
    private String untilNul(int from, int to) {
        int at = from;
        while (at < to && array[at] != 0) {
            at++;
        }
        return new String(array, from, at - from, StandardCharsets.UTF_8);
    }

    private MalformedFileException malformed(int at, String expected) {
        return new MalformedFileException(path, (long) at - start, expected);
    }
}
