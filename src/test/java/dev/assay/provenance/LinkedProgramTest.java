package dev.assay.provenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.assay.Origin;
import dev.assay.elf.ElfReader;
import dev.assay.elf.Image;
import dev.assay.elf.Symbol;
import dev.assay.input.ArchiveMember;
import dev.assay.input.ArchiveReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Truth from real linkers: of a program linked here, every section of libc's that the map places must agree with its shape,
 * and every claim that it makes there must be what the image's symbol table and the map say. A machine or linker that is
 * not installed is skipped, and says so.
 */
class LinkedProgramTest {
    @TempDir
    Path directory;

    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Set<Long>> symbols = new HashMap<>();
    private final Map<Long, Long> placedAt = new HashMap<>();
    private final Map<String, Long> unknown = new HashMap<>();
    private Pool pool;
    private ShapeMatcher matcher;
    private ClaimReader reader;
    private final Names names = new Names();
    private int sections;
    private int claims;
    private int shrunk;

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource({
        "x86_64-linux-gnu-gcc, '', -static",
        "x86_64-linux-gnu-gcc, '', -static-pie",
        "x86_64-linux-gnu-gcc, ld.lld, -static",
        "x86_64-linux-gnu-gcc, ld.lld, -static-pie",
        "x86_64-linux-gnu-gcc, mold, -static",
        "x86_64-linux-gnu-gcc, mold, -static-pie",
        "i686-linux-gnu-gcc, '', -static",
        "i686-linux-gnu-gcc, '', -static-pie",
        "i686-linux-gnu-gcc, ld.lld, -static",
        "i686-linux-gnu-gcc, ld.lld, -static-pie",
        "i686-linux-gnu-gcc, mold, -static",
        "i686-linux-gnu-gcc, mold, -static-pie",
        "aarch64-linux-gnu-gcc, '', -static",
        "aarch64-linux-gnu-gcc, '', -static-pie",
        "aarch64-linux-gnu-gcc, ld.lld, -static",
        "aarch64-linux-gnu-gcc, ld.lld, -static-pie",
        "aarch64-linux-gnu-gcc, mold, -static",
        "aarch64-linux-gnu-gcc, mold, -static-pie",
        "arm-linux-gnueabihf-gcc, '', -static",
        "arm-linux-gnueabihf-gcc, ld.lld, -static",
        "arm-linux-gnueabihf-gcc, mold, -static",
        "arm-linux-gnueabi-gcc, '', -static",
        "powerpc64le-linux-gnu-gcc, '', -static",
        "powerpc64le-linux-gnu-gcc, ld.lld, -static",
        "s390x-linux-gnu-gcc, '', -static",
        "s390x-linux-gnu-gcc, mold, -static",
        "riscv64-linux-gnu-gcc, '', -static",
        "riscv64-linux-gnu-gcc, '', '-static -Wl,--no-relax'",
        "riscv64-linux-gnu-gcc, mold, -static",
        "mips64el-linux-gnuabi64-gcc, '', -static",
    })
    void everySectionAgreesWithTheMap(String compiler, String linker, String flags) throws Exception {
        assumeTrue(CrossLinker.has(compiler), compiler + " is not installed");
        assumeTrue(linker.isEmpty() || CrossLinker.has(linker), linker + " is not installed");
        CrossLinker linked = new CrossLinker(directory);
        linked.link(compiler, linker, List.of(flags.split(" ", -1)));
        List<CrossLinker.Placed> placed = linked.placed();
        Image image = ElfReader.read("image", Files.readAllBytes(linked.image()));
        for (Symbol symbol : image.symbols()) {
            symbols.computeIfAbsent(symbol.name(), k -> new HashSet<>()).add(symbol.value());
        }
        load(image, placed);
        List<Candidate> candidates = candidates(placed);
        for (Candidate candidate : candidates) {
            checkBytes(candidate);
        }
        findGot(candidates);
        for (Candidate candidate : candidates) {
            checkClaims(candidate);
        }
        assertEquals(List.of(), wrong.subList(0, Math.min(20, wrong.size())), wrong.size() + " in all");
        assertTrue(
                flags.contains("--no-relax") || compiler.startsWith("riscv") == shrunk > 10_000,
                shrunk + " bytes deleted");
        assertTrue(sections > 500 && claims > 3000, sections + " sections, " + claims + " claims");
    }

    private void load(Image image, List<CrossLinker.Placed> placed) throws Exception {
        CatalogBuilder builder = CatalogBuilder.of(image.header());
        for (String archive :
                new HashSet<>(placed.stream().map(CrossLinker.Placed::archive).toList())) {
            CatalogBuilder.ArchiveWriter writer = builder.begin(Origin.ofPath(archive));
            for (ArchiveMember member : ArchiveReader.read(archive, Files.readAllBytes(Path.of(archive)))) {
                writer.add(member.name(), member.bytes());
            }
            writer.end();
        }
        pool = new Pool(List.of(builder.build()));
        ImageMemory memory = new ImageMemory(image, pool.machine());
        matcher = new ShapeMatcher(memory, pool.machine());
        reader = new ClaimReader(memory, pool.machine(), names);
    }

    private List<Candidate> candidates(List<CrossLinker.Placed> placed) {
        Map<String, List<Integer>> members = new HashMap<>();
        for (int archive = 0; archive < pool.archiveCount(); archive++) {
            String path = pool.archive(archive).origin().archive();
            for (int member : pool.membersOf(archive)) {
                members.computeIfAbsent(path + ":" + pool.member(member).name, k -> new ArrayList<>(1))
                        .add(member);
            }
        }
        List<Candidate> candidates = new ArrayList<>();
        for (CrossLinker.Placed one : placed) {
            List<Integer> found = members.getOrDefault(one.archive() + ":" + one.member(), List.of());
            if (found.size() != 1) {
                continue;
            }
            Member member = pool.member(found.get(0));
            List<String> sectionNames = Arrays.asList(member.sectionName);
            int section = sectionNames.indexOf(one.section());
            if (section < 0 || sectionNames.lastIndexOf(one.section()) != section) {
                continue;
            }
            int shape = pool.shapeOf(found.get(0), section);
            candidates.add(new Candidate(found.get(0), section, shape, pool.shape(shape), one.address(), one.size()));
            placedAt.put((long) found.get(0) << 16 | section, one.address());
        }
        return candidates;
    }

    private String name(Candidate candidate) {
        Member member = pool.member(candidate.member);
        return member.name + " " + member.sectionName[candidate.section] + " at 0x"
                + Long.toHexString(candidate.address);
    }

    private void checkBytes(Candidate candidate) {
        sections++;
        if (!matcher.matches(pool.shape(candidate.shape), candidate.address)) {
            wrong.add(name(candidate) + ": its shape does not agree");
            return;
        }
        Shape shape = pool.shape(candidate.shape);
        Layout layout = matcher.layout(shape, candidate.address).orElseThrow();
        shrunk += layout.total();
        for (int i = 0; i < shape.unitCount(); i++) {
            checkStart(candidate, shape, shape.unitOffset(i), layout);
            checkStart(candidate, shape, shape.unitEnd(i), layout);
        }
    }

    private void checkStart(Candidate candidate, Shape shape, int offset, Layout layout) {
        OptionalLong start = matcher.start(shape, offset, candidate.address + layout.place(offset));
        if (start.isEmpty() || start.getAsLong() != candidate.address) {
            wrong.add(name(candidate) + ": its start is not found from byte " + offset + ", but " + start);
        }
    }

    private void findGot(List<Candidate> candidates) {
        Map<Long, Integer> votes = new HashMap<>();
        int got = names.number(ClaimReader.GOT);
        for (Candidate candidate : candidates) {
            reader.read(candidate, pool.shape(candidate.shape), pool.member(candidate.member));
            for (int i = 0; i < candidate.claimName.length; i++) {
                if (candidate.claimName[i] == got) {
                    votes.merge(candidate.claimAddress[i], 1, Integer::sum);
                }
            }
        }
        votes.entrySet().stream().max(Map.Entry.comparingByValue()).ifPresent(most -> reader.gotIs(most.getKey()));
    }

    private void checkClaims(Candidate candidate) {
        if (!reader.read(candidate, pool.shape(candidate.shape), pool.member(candidate.member))) {
            wrong.add(name(candidate) + ": it contradicts itself");
            return;
        }
        for (int i = 0; i < candidate.claimName.length; i++) {
            String name = names.name(candidate.claimName[i]);
            Set<Long> known = symbols.getOrDefault(name, Set.of());
            long address = candidate.claimAddress[i];
            claims++;
            // The linker's own names may not be in the table; nor are those that nothing defines.
            long through = candidate.claimThrough[i];
            boolean agrees = name.equals(ClaimReader.GOT)
                    || known.isEmpty() && through == unknown.computeIfAbsent(name, k -> through);
            if (!agrees && !known.contains(address) && !known.contains(through)) {
                wrong.add(name(candidate) + ": " + name + " is not at 0x" + Long.toHexString(address)
                        + " or 0x" + Long.toHexString(through) + ", but "
                        + known.stream().map(Long::toHexString).toList());
            }
        }
        for (int i = 0; i < candidate.siblingSection.length; i++) {
            Long at = placedAt.get((long) candidate.member << 16 | candidate.siblingSection[i]);
            claims++;
            if (at != null && at != candidate.siblingAddress[i]) {
                wrong.add(name(candidate) + ": its section "
                        + pool.member(candidate.member).sectionName[candidate.siblingSection[i]] + " is not at 0x"
                        + Long.toHexString(candidate.siblingAddress[i]) + ", but 0x" + Long.toHexString(at));
            }
        }
    }
}
