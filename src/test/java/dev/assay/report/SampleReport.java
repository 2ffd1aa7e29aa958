package dev.assay.report;

import dev.assay.MalformedFileException;
import dev.assay.Origin;
import dev.assay.Origin.PackageId;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import dev.assay.linkage.Linkage;
import dev.assay.linkage.LinkageReader;
import dev.assay.provenance.CodeRange;
import dev.assay.provenance.Component;
import dev.assay.provenance.Connections;
import dev.assay.provenance.Coverage;
import dev.assay.provenance.Evidence;
import dev.assay.provenance.InputSectionId;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import dev.assay.rules.Acceptance;
import dev.assay.rules.Baseline;
import dev.assay.rules.Finding;
import dev.assay.rules.InvalidRuleSetException;
import dev.assay.rules.RuleCatalog;
import dev.assay.rules.RuleSet;
import dev.assay.rules.RuleSetReader;
import dev.assay.rules.Severity;
import dev.assay.rules.Verdict;
import dev.assay.rules.WaiverReader;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;

/** A report as large as that of a whole package of emulators, with all that a format has to say. */
final class SampleReport {
    private static final PackageId GLIBC =
            new PackageId("libc6-dev", "2.36-9+deb12u14", "glibc", "2.36-9+deb12u14", "", "amd64");
    private static final PackageId ZLIB =
            new PackageId("zlib1g-dev", "1:1.2.13.dfsg-1", "zlib", "1:1.2.13.dfsg-1", "", "amd64");
    private static final Origin LIBC = new Origin("usr/lib/libc.a", Optional.of(GLIBC));
    private static final Origin LIBM = new Origin("usr/lib/libm.a", Optional.of(GLIBC));
    private static final Origin LIBZ = new Origin("usr/lib/libz.a", Optional.of(ZLIB));

    private static final Map<PackageId, List<String>> LICENCES = Map.of(
            GLIBC, List.of("LGPL-2.1-or-later AND (BSD-3-Clause OR GPL-2.0-only WITH Linux-syscall-note)"),
            ZLIB, List.of("Zlib", "GPL-2+", "bsd-3-clause"));

    private final Random random = new Random(7);

    static Report of(int artifacts, int placements) {
        return new SampleReport().report(artifacts, placements);
    }

    private Report report(int count, int placements) {
        ContainingPackage container = new ContainingPackage(
                "qemu-user-static.deb",
                new PackageId("qemu-user-static", "1:7.2", "qemu", "1:7.2", "", "amd64"),
                ContainingPackage.PackageFormat.DEB);
        List<ArtifactReport> reports = new ArrayList<>();
        Verdict worst = Verdict.PASS;
        for (int i = 0; i < count; i++) {
            Verdict verdict =
                    List.of(Verdict.PASS, Verdict.INCONCLUSIVE, Verdict.FAIL).get(i % 3);
            worst = worst.worst(verdict);
            reports.add(artifact("usr/bin/qemu-" + i + "-static", container, verdict, placements));
        }
        return new Report(
                "test",
                List.of("static"),
                worst,
                reports,
                List.of(new PackageReport(
                        container, "0".repeat(64), content(), worst, List.of("name-suffix"), List.of())),
                List.of(finding("waiver-unused", "a waiver </script><b> is for no finding")),
                List.of(),
                LICENCES,
                3,
                List.of(new Report.Unreadable("gone & <lost>\u001b", OptionalLong.empty(), "no such file")));
    }

    private static PackageContent content() {
        return new PackageContent(
                "foreign",
                List.of(),
                List.of(new PackageContent.Script("postinst", "/bin/sh", "#!/bin/sh\necho </script>\n")),
                List.of(new PackageContent.OwnedFile(
                        "usr/bin/qemu-0-static", PackageContent.Kind.FILE, 0755, 4096, "", "0".repeat(64))));
    }

    private ArtifactReport artifact(String path, ContainingPackage container, Verdict verdict, int placements) {
        LinkMap map = map(placements);
        List<Component> components = List.of(
                component("glibc", GLIBC, List.of("usr/lib/libc.a", "usr/lib/libm.a")),
                component("zlib", ZLIB, List.of("usr/lib/libz.a")));
        List<Finding> findings = new ArrayList<>();
        if (verdict != Verdict.PASS) {
            findings.add(finding(
                    "elf-needed", "DT_NEEDED names the shared library lib<script>alert(1)</script>]]>\u0001\u00e9.so"));
        }
        findings.add(waived(path));
        return new ArtifactReport(
                path,
                Optional.empty(),
                "0".repeat(64),
                Optional.of(container),
                linkage(),
                components,
                map.coverage(),
                map,
                List.of(),
                verdict,
                List.of("elf-malformed", "elf-needed", "no-relro"),
                findings);
    }

    private static Linkage linkage() {
        try {
            return LinkageReader.of(ElfBuilder.of(Machine.X86_64)
                    .load(Segment.PF_R | Segment.PF_X, 0x401000, ElfBuilder.code())
                    .image());
        } catch (MalformedFileException e) {
            throw new AssertionError(e);
        }
    }

    private static Component component(String name, PackageId id, List<String> archives) {
        return new Component(
                name,
                Evidence.EXACT,
                Optional.of(id),
                List.of(id.version()),
                1000,
                50,
                archives.stream()
                        .map(path -> new Component.ArchiveShare(path, 10, 500))
                        .toList(),
                Optional.empty(),
                List.of());
    }

    private LinkMap map(int count) {
        List<Placement> placements = new ArrayList<>();
        List<CodeRange> ranges = new ArrayList<>();
        long address = 0x401000;
        long exact = 0;
        for (int i = 0; i < count; i++) {
            Origin origin = i % 10 == 0 ? LIBZ : i % 10 < 3 ? LIBM : LIBC;
            long size = 16L * (1 + random.nextInt(1 + random.nextInt(200)));
            boolean executable = i < count - count / 5;
            InputSectionId section =
                    new InputSectionId(origin, "member" + i / 2 * 2 % 700 + ".o", executable ? ".text" : ".rodata");
            List<InputSectionId> alternatives =
                    i % 97 == 0 ? List.of(new InputSectionId(origin, "twin.o", ".text")) : List.of();
            placements.add(
                    new Placement(section, address, size, executable, Evidence.EXACT, alternatives, List.of(origin)));
            if (executable) {
                ranges.add(new CodeRange(address, size, CodeRange.Kind.EXACT));
                exact += size;
            }
            address += size;
        }
        long own = exact / 2;
        long unexplained = exact / 3;
        ranges.add(new CodeRange(address, own, CodeRange.Kind.OWN));
        ranges.add(new CodeRange(address + own, unexplained, CodeRange.Kind.UNEXPLAINED));
        Coverage coverage = new Coverage(exact + own + unexplained, exact, 0, own, 0, 0, 0, unexplained);
        return new LinkMap(placements, List.of(), List.of(), ranges, coverage, Connections.none());
    }

    private static Finding finding(String rule, String message) {
        return new Finding(
                rule,
                "static",
                Finding.Kind.BROKEN,
                Severity.ERROR,
                message,
                "link with -static",
                "dynamic table",
                OptionalLong.of(0x401000),
                OptionalLong.of(64),
                Optional.of(new Finding.MemberName("libc.a", "getaddrinfo.o")),
                message,
                "",
                false,
                Optional.empty());
    }

    private static Finding waived(String path) {
        try {
            RuleSet ruleSet = RuleSetReader.read("own", "name: own", name -> Optional.empty());
            return new Acceptance(WaiverReader.read("w.yaml", """
                                    waivers:
                                    - {rule: no-relro, path: '**', reason: "old <linker>", owner: Jo, expires: 2030-01-01}
                                    """), LocalDate.of(2026, 1, 1), Baseline.EMPTY)
                    .accept(finding("no-relro", "there is no PT_GNU_RELRO"), path, ruleSet);
        } catch (InvalidRuleSetException e) {
            throw new AssertionError(RuleCatalog.names().toString(), e);
        }
    }
}
