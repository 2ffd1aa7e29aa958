package dev.assay.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.Origin.PackageId;
import dev.assay.linkage.LinkageForm;
import dev.assay.packaging.Difference.Loss;
import dev.assay.packaging.Snapshot.Image;
import dev.assay.provenance.Component;
import dev.assay.provenance.Evidence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DifferenceTest {
    private static final String CONF = "usr/lib/binfmt.d/qemu-arm.conf";
    private static final String ENTRY =
            ":qemu-arm:M::\\x7fELF\\x01\\x01\\x01\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x00\\x02\\x00\\x28\\x00::"
                    + "/usr/bin/qemu-arm:";

    private static Snapshot with(Image image, SetBuilder... packages) {
        List<BinaryPackage> made = new ArrayList<>();
        for (SetBuilder one : packages) {
            made.add(one.made());
        }
        return new Snapshot(new PackageSet(made, PackageSet.Completeness.WHOLE), List.of(image));
    }

    private static Image image(String path, LinkageForm form, String sha256) {
        return new Image(path, Optional.of("qemu-user"), sha256, form, "x86-64", 10, List.of(), Members.unknown());
    }

    private static final Image ARM = image("usr/bin/qemu-arm", LinkageForm.DYNAMIC, "1");

    private static List<String> lost(Snapshot old, Snapshot now) {
        return Difference.between(old, now).losses().stream()
                .map(loss -> loss.rule().key())
                .toList();
    }

    private static SetBuilder user() {
        return SetBuilder.rpm("qemu-user");
    }

    private static SetBuilder binfmt() {
        return SetBuilder.rpm("qemu-binfmt")
                .version("2-1")
                .says("Requires: qemu-user = 2-1")
                .text(CONF, ENTRY);
    }

    @Test
    void rulesThatMovedToAPackageThatNothingPullsInAreLost() {
        Snapshot old = with(ARM, user().text(CONF, ENTRY));
        Difference difference = Difference.between(old, with(ARM, user().version("2-1"), binfmt()));
        assertThat(difference.losses())
                .containsExactly(new Loss(
                        UpgradeRule.LOST_BINFMT_RULES,
                        "who has qemu-user alone loses the binfmt rules of arm: they are in qemu-binfmt now, which"
                                + " nothing pulls in"));
        assertThat(difference.hasErrors()).isTrue();
    }

    @Test
    void rulesAreKeptWhereTheirPackageIsRecommendedSupplementsOrObsoletes() {
        Snapshot old = with(ARM, user().text(CONF, ENTRY));
        SetBuilder now = user().version("2-1");
        assertThat(lost(old, with(ARM, user().version("2-1").says("Recommends: qemu-binfmt"), binfmt())))
                .isEmpty();
        assertThat(lost(old, with(ARM, now, binfmt().says("Supplements: qemu-user"))))
                .isEmpty();
        SetBuilder successor = binfmt().says("Obsoletes: qemu-user < 2");
        assertThat(lost(old, with(ARM, now, successor))).isEmpty();
    }

    @Test
    void anEmulatorThatIsGoneLosesNoRules() {
        Snapshot old = with(ARM, user().text(CONF, ENTRY));
        assertThat(lost(old, with(image("usr/bin/qemu-sh4", LinkageForm.DYNAMIC, "1"), user().version("2-1"))))
                .isEmpty();
    }

    @Test
    void aStaticProgramThatBecameDynamicIsLostAndTheOtherWayRoundIsNot() {
        Snapshot isStatic = with(image("usr/bin/a", LinkageForm.STATIC_PIE, "1"), user());
        Snapshot isDynamic = with(image("usr/bin/a", LinkageForm.DYNAMIC, "2"), user());
        assertThat(lost(isStatic, isDynamic)).containsExactly("lost-static");
        assertThat(lost(isDynamic, isStatic)).isEmpty();
    }

    @Test
    void changesAreSaidOfFilesAndPackages() {
        Snapshot old = with(image("usr/bin/a", LinkageForm.STATIC, "1"), user().says("Requires: x"));
        Snapshot now = with(image("usr/bin/a", LinkageForm.STATIC, "2"), user().says("Requires: y"), binfmt());
        Difference difference = Difference.between(old, now);
        assertThat(difference.images())
                .extracting(Difference.ImageChange::change)
                .containsExactly(Difference.Change.CHANGED);
        assertThat(difference.packages())
                .containsExactly(
                        new Difference.PackageChange(
                                "qemu-binfmt",
                                Difference.Change.ADDED,
                                List.of("requires: qemu-user = 2-1"),
                                List.of()),
                        new Difference.PackageChange(
                                "qemu-user",
                                Difference.Change.CHANGED,
                                List.of("requires: y"),
                                List.of("requires: x")));
    }

    @Test
    void aPathThatBecameALinkIsWhereTheLinkLeads() {
        Snapshot old = with(image("usr/bin/qemu-arm-static", LinkageForm.STATIC, "1"), user());
        Snapshot now = with(
                image("usr/bin/qemu-arm", LinkageForm.STATIC, "2"),
                user().text("usr/bin/qemu-arm", "x").symlink("usr/bin/qemu-arm-static", "qemu-arm"));
        assertThat(Difference.between(old, now).images())
                .extracting(Difference.ImageChange::change)
                .containsExactly(Difference.Change.CHANGED);
    }

    private static Image made(Set<String> proved, Set<String> possible, Set<String> doubtful) {
        return new Image(
                "usr/bin/a",
                Optional.empty(),
                proved.toString(),
                LinkageForm.STATIC,
                "x86-64",
                10,
                List.of(),
                new Members(proved, possible, doubtful));
    }

    @Test
    void aMemberIsGainedOrLostOnlyWhereItCannotBeOnTheOtherSide() {
        Set<String> before = Set.of("libc.a(a.o)", "libc.a(twin.o)", "libz.a(crc32.o)");
        Set<String> after = Set.of("libc.a(b.o)");
        Set<String> maybe = Set.of("libc.a(b.o)", "libc.a(twin.o)");
        Difference difference =
                Difference.between(with(made(before, before, Set.of())), with(made(after, maybe, Set.of("libz.a"))));
        assertThat(difference.images()).singleElement().satisfies(image -> {
            assertThat(image.gained()).containsExactly("libc.a(b.o)");
            assertThat(image.lost()).containsExactly("libc.a(a.o)");
        });
    }

    private static Image with(String path, String component, String version) {
        PackageId id = new PackageId(component, version, component, version, "", "amd64");
        Component made = new Component(
                component,
                Evidence.EXACT,
                Optional.of(id),
                List.of(version),
                1,
                0,
                List.of(),
                Optional.empty(),
                List.of());
        return new Image(
                path,
                Optional.empty(),
                path + version,
                LinkageForm.STATIC,
                "x86-64",
                10,
                List.of(made),
                Members.unknown());
    }

    @Test
    void oneChangeInManyImagesIsSaidOnceAndASeriesIsOneSource() {
        List<Image> old = new ArrayList<>();
        List<Image> now = new ArrayList<>();
        for (String path : List.of("a", "b", "c", "d", "e")) {
            old.add(with(path, "gcc-12", "12.2"));
            now.add(with(path, "gcc-14", "14.2"));
        }
        PackageSet none = new PackageSet(List.of(), PackageSet.Completeness.WHOLE);
        assertThat(Difference.between(new Snapshot(none, old), new Snapshot(none, now))
                        .losses())
                .containsExactly(new Loss(UpgradeRule.CHANGED_VERSION, "a, b, c and 2 more: gcc was 12.2 and is 14.2"));
    }
}
