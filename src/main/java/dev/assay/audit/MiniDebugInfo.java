package dev.assay.audit;

import dev.assay.elf.Bytes;
import dev.assay.elf.ElfReader;
import dev.assay.elf.Image;
import dev.assay.elf.Section;
import dev.assay.elf.Symbol;
import dev.assay.input.Unpacking;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The functions' names that Fedora leaves in stripped programs: an ELF file with a symbol table and no code, packed by xz, in
 * the section .gnu_debugdata (gdb's manual, "MiniDebugInfo").
 */
final class MiniDebugInfo {
    private static final String SECTION = ".gnu_debugdata";

    private MiniDebugInfo() {}

    /** {@return the image, with those symbols where it is stripped and has them} */
    static Image completed(Image image) {
        if (!image.symbols().isEmpty()) {
            return image;
        }
        List<Symbol> symbols = image.sections().stream()
                .filter(section -> section.name().equals(SECTION))
                .findFirst()
                .flatMap(section -> packed(image.bytes(), section))
                .flatMap(Unpacking::xz)
                .map(ElfReader::symbolTable)
                .orElse(List.of());
        return symbols.isEmpty() ? image : image.withSymbols(symbols);
    }

    private static Optional<byte[]> packed(Bytes bytes, Section section) {
        if (!bytes.contains(section.offset(), section.size())) {
            return Optional.empty();
        }
        // contains() has seen that both ends lie in the array.
        int from = (int) section.offset();
        return Optional.of(Arrays.copyOfRange(bytes.array(), from, from + (int) section.size()));
    }
}
