package dev.assay.provenance;

import static dev.assay.provenance.ToyObject.code;

import dev.assay.MalformedFileException;
import dev.assay.input.ArWriter;
import dev.assay.input.DebWriter;
import java.io.ByteArrayOutputStream;
import java.util.List;

/**
 * A static x86-64 program with what it is linked from, as files, for the tests of other rooms:
 *
 * <pre>
 * main.o -> libtoy.a: getpwuid.o -> lookups.o -> buffers.o; unused.o is not drawn in
 *        -> libz.a: crc32.o
 * </pre>
 *
 * Version 2 of libtoy.a has another getgrgid_r in lookups.o, and the same else.
 */
public final class ToyProgram {
    private static final ToyObject MAIN = ToyObject.of("main.o")
            .function("main", code("main", 300))
            .call(8, "getpwuid")
            .call(24, "crc32");
    private static final ToyObject GETPWUID = ToyObject.of("getpwuid.o")
            .function("getpwuid", code("getpwuid", 200))
            .call(20, "getpwuid_r");
    private static final ToyObject LOOKUPS = lookups("group");
    private static final ToyObject BUFFERS = ToyObject.of("buffers.o").function("buffer_get", code("buffer", 180));
    private static final ToyObject UNUSED = ToyObject.of("unused.o").function("unused", code("unused", 220));
    private static final ToyObject CRC32 = ToyObject.of("crc32.o").function("crc32", code("crc32", 400));

    private ToyProgram() {}

    /** Two functions in one section, the second as the version has it. */
    private static ToyObject lookups(String second) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(code("lookup", 304));
        both.writeBytes(code(second, 208));
        return ToyObject.of("lookups.o")
                .text(".text", both.toByteArray())
                .global("getpwuid_r", 0)
                .global("getgrgid_r", 304)
                .call(40, "buffer_get");
    }

    /** {@return the program, linked with version 1 of libtoy.a} */
    public static byte[] image() throws MalformedFileException {
        return linker().link().bytes().array();
    }

    private static ToyLinker linker() {
        return new ToyLinker()
                .own(MAIN)
                .put("libtoy.a", GETPWUID, LOOKUPS, BUFFERS)
                .put("libz.a", CRC32);
    }

    /** {@return the map that GNU ld would write of it} */
    public static String linkerMap() {
        StringBuilder map = new StringBuilder("Linker script and memory map\n\n.text\n");
        for (ToyLinker.Laid laid : linker().laid()) {
            map.append(String.format(" %s%n                0x%016x 0x%x ", laid.section(), laid.address(), laid.size()))
                    .append(laid.archive())
                    .append('(')
                    .append(laid.member())
                    .append(")\n");
        }
        return map.toString();
    }

    /** {@return libtoy.a in version 1} */
    public static byte[] libtoy() {
        return archive(GETPWUID, LOOKUPS, BUFFERS, UNUSED);
    }

    /** {@return libtoy.a in version 2} */
    public static byte[] libtoyTwo() {
        return archive(GETPWUID, lookups("another group"), BUFFERS, UNUSED);
    }

    /** {@return libz.a} */
    public static byte[] libz() {
        return archive(CRC32);
    }

    /** {@return the program's own object} */
    public static byte[] mainObject() {
        return MAIN.build();
    }

    private static byte[] archive(ToyObject... members) {
        ArWriter archive = ArWriter.plain();
        for (ToyObject member : List.of(members)) {
            archive.member(member.name() + "/", member.build());
        }
        return archive.bytes();
    }

    /**
     * {@return a package that holds one archive}
     *
     * @param name of the package; its source is called so without {@code -dev}
     */
    public static byte[] deb(String name, String version, String archiveName, byte[] archive) throws Exception {
        return DebWriter.deb()
                .control("""
                        Package: %s
                        Source: %s
                        Version: %s
                        Architecture: amd64
                        """.formatted(name, name.replace("-dev", ""), version))
                .file("./usr/lib/x86_64-linux-gnu/" + archiveName, archive)
                .bytes();
    }
}
