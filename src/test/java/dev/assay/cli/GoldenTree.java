package dev.assay.cli;

import dev.assay.elf.DynamicTable;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import dev.assay.provenance.ToyProgram;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The files that golden cases audit. They lie at one relative path, so that what is printed is the same everywhere. */
final class GoldenTree {
    static final Path ROOT = Path.of("target/golden");

    private GoldenTree() {}

    static void write() throws Exception {
        byte[] staticPie = ElfBuilder.staticPie(Machine.X86_64).build();
        byte[] dynamic = dynamic("libc.so.6");
        write("static-pie", staticPie);
        write("dynamic", dynamic);
        write("truncated", Arrays.copyOf(staticPie, 100));
        write("notes.txt", "no program\n".getBytes(StandardCharsets.UTF_8));
        write("tree/bin/arm", ElfBuilder.program(Machine.ARM).build());
        write("tree/bin/s390x", ElfBuilder.program(Machine.S390X).build());
        write("tree/lib/libc.txt", new byte[0]);
        Path link = ROOT.resolve("tree/bin/arm-too");
        Files.deleteIfExists(link);
        Files.createLink(link, ROOT.resolve("tree/bin/arm"));
        write("shared/one", dynamic);
        write("shared/two", dynamic("libc.so.6", "libz.so.1"));
        write("shared/three", dynamic);
        write("bin/qemu-arm-static", withStrings());
        write("names/\u00e9t\u00e9", staticPie);
        write("names/\u001b[2Jgone", staticPie);
        Files.createDirectories(ROOT.resolve("empty"));
        writeToy();
    }

    /** A program, and in two versions what it is linked from. */
    private static void writeToy() throws Exception {
        write("toy", ToyProgram.image());
        write("toy.map", ToyProgram.linkerMap().getBytes(StandardCharsets.US_ASCII));
        write("refs/toy-dev_1_amd64.deb", ToyProgram.deb("toy-dev", "1", "libtoy.a", ToyProgram.libtoy()));
        write("refs/toy-dev_2_amd64.deb", ToyProgram.deb("toy-dev", "2", "libtoy.a", ToyProgram.libtoyTwo()));
        write("refs/libz.a", ToyProgram.libz());
        write("refs/main.o", ToyProgram.mainObject());
    }

    private static byte[] dynamic(String... needed) {
        ElfBuilder builder =
                ElfBuilder.program(Machine.X86_64).type(ElfHeader.ET_DYN).interpreter("/lib64/ld-linux-x86-64.so.2");
        for (String library : needed) {
            builder.dynamicString(DynamicTable.DT_NEEDED, library);
        }
        return builder.build();
    }

    private static byte[] withStrings() {
        byte[] text = "GLIBC_TUNABLES\0G_MESSAGES_DEBUG\0".getBytes(StandardCharsets.US_ASCII);
        return ElfBuilder.staticPie(Machine.X86_64)
                .load(Segment.PF_R, 0x500000, text)
                .build();
    }

    private static void write(String name, byte[] content) throws IOException {
        Path file = ROOT.resolve(name);
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Files.write(file, content);
    }
}
