package dev.assay.linkage;

import dev.assay.MalformedFileException;
import dev.assay.elf.ObjectFile;
import dev.assay.elf.ObjectReader;
import dev.assay.elf.RelocationTable;
import dev.assay.elf.Symbol;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * What an archive's member gives to other objects, and what it asks of them.
 *
 * @param defined names of its global and weak symbols that it defines
 * @param undefined names of those that it must be given: what is weak may stay undefined
 */
public record MemberSymbols(SortedSet<String> defined, SortedSet<String> undefined) {
    public MemberSymbols {
        defined = new TreeSet<>(defined);
        undefined = new TreeSet<>(undefined);
    }

    /**
     * Reads a member.
     *
     * @param path for messages: {@code libz.a(crc32.o)}
     * @param content its bytes
     * @return its symbols; none of what is no object of a machine that is known
     */
    public static MemberSymbols of(String path, byte[] content) {
        TreeSet<String> defined = new TreeSet<>();
        TreeSet<String> undefined = new TreeSet<>();
        try {
            Optional<RelocationTable> table = RelocationTable.of(ObjectReader.header(path, content));
            if (table.isPresent()) {
                ObjectFile object = ObjectReader.read(path, content, table.get());
                for (Symbol symbol : object.symbols()) {
                    if (symbol.binding() != Symbol.STB_LOCAL && symbol.isDefined()) {
                        defined.add(symbol.name());
                    } else if (symbol.binding() == Symbol.STB_GLOBAL) {
                        undefined.add(symbol.name());
                    }
                }
            }
        } catch (MalformedFileException e) {
            return new MemberSymbols(new TreeSet<>(), new TreeSet<>()); // ArchiveMemberReader says that it is no object
        }
        undefined.remove("");
        return new MemberSymbols(defined, undefined);
    }
}
