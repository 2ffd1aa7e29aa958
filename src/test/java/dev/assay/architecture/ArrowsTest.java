package dev.assay.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The arrows between the rooms, as docs/design.md draws them: what is not drawn there does not compile here. */
@AnalyzeClasses(packages = "dev.assay", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArrowsTest {
    /** Rooms that are functions of values. */
    private static final String[] PURE = {
        "dev.assay",
        "dev.assay.elf",
        "dev.assay.linkage",
        "dev.assay.provenance",
        "dev.assay.reach",
        "dev.assay.packaging",
        "dev.assay.rules",
        "dev.assay.report"
    };

    @ArchTest
    static final ArchRule elfKnowsNobody = room("elf").mayKnow();

    @ArchTest
    static final ArchRule inputKnowsNobody = room("input").mayKnow();

    @ArchTest
    static final ArchRule linkageKnowsElf = room("linkage").mayKnow("elf");

    @ArchTest
    static final ArchRule provenanceKnowsElf = room("provenance").mayKnow("elf");

    @ArchTest
    static final ArchRule reachKnowsImagesAndTheirMaps = room("reach").mayKnow("elf", "linkage", "provenance");

    @ArchTest
    static final ArchRule packagingKnowsFacts = room("packaging").mayKnow("linkage", "provenance");

    @ArchTest
    static final ArchRule rulesKnowFacts = room("rules").mayKnow("linkage", "provenance", "reach", "packaging");

    @ArchTest
    static final ArchRule reportKnowsRulesAndFacts =
            room("report").mayKnow("linkage", "provenance", "reach", "packaging", "rules");

    /** The audit makes the report's values and knows no format. */
    @ArchTest
    static final ArchRule auditKnowsAllBeforeTheReport =
            room("audit").mayKnow("elf", "input", "linkage", "provenance", "reach", "packaging", "rules", "report");

    @ArchTest
    static final ArchRule auditKnowsNoFormat = noClasses()
            .that()
            .resideInAPackage("dev.assay.audit")
            .should()
            .dependOnClassesThat()
            .areAssignableTo("dev.assay.report.ReportFormat");

    @ArchTest
    static final ArchRule commandLineSeesNoInsides =
            room("cli").mayKnow("audit", "report", "rules", "input", "linkage");

    @ArchTest
    static final ArchRule onlyElfSeesJelf = onlyIn("dev.assay.elf", "net.fornwall.jelf..");

    @ArchTest
    static final ArchRule onlyCliSeesPicocli = onlyIn("dev.assay.cli", "picocli..");

    @ArchTest
    static final ArchRule onlyRulesSeeYaml = onlyIn("dev.assay.rules", "org.snakeyaml..");

    @ArchTest
    static final ArchRule onlyInputUnpacks =
            onlyIn("dev.assay.input", "org.apache.commons.compress..", "org.tukaani..", "com.github.luben..");

    @ArchTest
    static final ArchRule onlyReportsWriteJson = onlyIn("dev.assay.report", "com.fasterxml.jackson..");

    @ArchTest
    static final ArchRule pureRoomsTouchNoFileClockOrThread = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.nio.file..", "java.util.concurrent..", "java.net..")
                    .and(not(DescribedPredicate.describe(
                            "atomics", clazz -> clazz.getPackageName().equals("java.util.concurrent.atomic"))))
                    .or(named(
                            "java.io.File",
                            "java.io.FileInputStream",
                            "java.io.FileOutputStream",
                            "java.io.FileReader",
                            "java.io.FileWriter",
                            "java.io.RandomAccessFile",
                            "java.io.Console",
                            "java.lang.Thread",
                            "java.lang.Runtime",
                            "java.lang.Process",
                            "java.lang.ProcessBuilder",
                            "java.time.Clock",
                            "java.util.Timer")));

    @ArchTest
    static final ArchRule pureRoomsAskNoSystem = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .accessTargetWhere(
                    DescribedPredicate.describe("the clock, the environment or the console", ArrowsTest::isSystem));

    @ArchTest
    static final ArchRule everyClassHasOneIdeaInItsName = noClasses()
            .should()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .orShould()
            .haveSimpleNameEndingWith("Impl");

    private static boolean isSystem(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        String name = access.getTarget().getName();
        boolean system =
                owner.equals("java.lang.System") && !name.equals("arraycopy") && !name.equals("identityHashCode");
        boolean now = owner.startsWith("java.time.") && name.equals("now");
        return system || now;
    }

    private static DescribedPredicate<JavaClass> named(String... names) {
        Set<String> all = Set.of(names);
        return DescribedPredicate.describe("one of " + all, clazz -> all.contains(clazz.getName()));
    }

    private static ArchRule onlyIn(String room, String... libraries) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(room)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries);
    }

    private static Room room(String name) {
        return new Room(name);
    }

    private record Room(String name) {
        /** Of Assay's own packages these, its own and the root, and no other. */
        ArchRule mayKnow(String... others) {
            List<String> known = new ArrayList<>(List.of("dev.assay", "dev.assay." + name));
            for (String other : others) {
                known.add("dev.assay." + other);
            }
            return classes()
                    .that()
                    .resideInAPackage("dev.assay." + name)
                    .should()
                    .onlyDependOnClassesThat(
                            not(resideInAPackage("dev.assay..")).or(resideInAnyPackage(known.toArray(String[]::new))))
                    .allowEmptyShould(true);
        }
    }
}
