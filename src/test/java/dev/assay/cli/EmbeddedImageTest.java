package dev.assay.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.elf.ElfBuilder;
import dev.assay.elf.ElfHeader;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ELF files that lie inside another: a guest's vDSO in its emulator. */
final class EmbeddedImageTest {
    @TempDir
    private Path folder;

    @Test
    void noReferenceOfAGuestsMachineIsReadForItsVdso() throws Exception {
        byte[] vdso = ElfBuilder.of(Machine.AARCH64)
                .type(ElfHeader.ET_DYN)
                .load(Segment.PF_R | Segment.PF_X, 0, ElfBuilder.code())
                .dynamicTag(14, 0) // DT_SONAME
                .build();
        Path file = Files.write(
                folder.resolve("qemu-aarch64-static"),
                ElfBuilder.program(Machine.X86_64).tail(vdso).build());
        AssayRun run = AssayRun.of(
                "show", "--reference", "catalogs/debian-bookworm-arm64.assay", "--format", "json", file.toString());
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).contains("\"form\": \"shared-object\"").contains("\"references\": []");
    }
}
