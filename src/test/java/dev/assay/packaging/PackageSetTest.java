package dev.assay.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PackageSetTest {
    private static boolean mayMeet(SetBuilder one, SetBuilder other) {
        BinaryPackage left = one.made();
        BinaryPackage right = other.made();
        PackageSet set = SetBuilder.set(left, right);
        assertThat(set.mayMeet(right, left)).isEqualTo(set.mayMeet(left, right));
        return set.mayMeet(left, right);
    }

    @Test
    void packagesThatSayNothingOfEachOtherMayMeet() {
        assertThat(mayMeet(SetBuilder.rpm("a"), SetBuilder.rpm("b"))).isTrue();
    }

    @Test
    void conflictsKeepApartByNameVersionAndWhatIsProvided() {
        assertThat(mayMeet(SetBuilder.rpm("a").says("Conflicts: b"), SetBuilder.rpm("b")))
                .isFalse();
        assertThat(mayMeet(SetBuilder.rpm("a").says("Conflicts: b < 1-1"), SetBuilder.rpm("b")))
                .isTrue();
        assertThat(mayMeet(SetBuilder.deb("a").says("Breaks: b (<= 1-1)"), SetBuilder.deb("b")))
                .isFalse();
        assertThat(mayMeet(
                        SetBuilder.deb("a").says("Conflicts: v"),
                        SetBuilder.deb("b").says("Provides: v")))
                .isFalse();
    }

    @Test
    void whatObsoletesAnotherTakesItsPlace() {
        assertThat(mayMeet(SetBuilder.rpm("a").says("Obsoletes: b < 2"), SetBuilder.rpm("b")))
                .isFalse();
        assertThat(mayMeet(SetBuilder.rpm("a").says("Obsoletes: b < 1"), SetBuilder.rpm("b")))
                .isTrue();
    }

    @Test
    void packagesOfOneNameOrOfTwoMachinesAreTwoSets() {
        assertThat(mayMeet(SetBuilder.rpm("a"), SetBuilder.rpm("a").version("2-1")))
                .isFalse();
        assertThat(mayMeet(SetBuilder.rpm("a"), SetBuilder.rpm("b").architecture("aarch64")))
                .isFalse();
        assertThat(mayMeet(SetBuilder.rpm("a"), SetBuilder.rpm("b").architecture("noarch")))
                .isTrue();
    }

    @Test
    void whoRequiresAnotherVersionIsKeptApart() {
        assertThat(mayMeet(SetBuilder.rpm("a").says("Requires: b = 2-1"), SetBuilder.rpm("b")))
                .isFalse();
        assertThat(mayMeet(SetBuilder.rpm("a").says("Requires: b = 1-1"), SetBuilder.rpm("b")))
                .isTrue();
    }

    private static String resolve(String path, SetBuilder... packages) {
        BinaryPackage[] made = new BinaryPackage[packages.length];
        for (int i = 0; i < packages.length; i++) {
            made[i] = packages[i].made();
        }
        return SetBuilder.set(made)
                .resolve(made[0], path)
                .map(found -> found.owner().name() + " " + found.file().path())
                .orElse("nowhere");
    }

    @Test
    void aPathIsFollowedThroughLinksAndPackages() {
        SetBuilder links = SetBuilder.deb("binfmt")
                .symlink("usr/libexec/qemu-binfmt/arm-binfmt-P", "../../bin/qemu-arm")
                .symlink("bin", "usr/bin")
                .symlink("usr/loop", "loop")
                .symlink("usr/out", "../../../etc/passwd")
                .symlink("usr/dir", "/usr/bin");
        SetBuilder user = SetBuilder.deb("user").text("usr/bin/qemu-arm", "x");
        assertThat(resolve("/usr/libexec/qemu-binfmt/arm-binfmt-P", links, user))
                .isEqualTo("user usr/bin/qemu-arm");
        assertThat(resolve("/bin/qemu-arm", links, user)).isEqualTo("user usr/bin/qemu-arm");
        assertThat(resolve("/usr/dir/qemu-arm", links, user)).isEqualTo("user usr/bin/qemu-arm");
        assertThat(resolve("/usr/loop", links, user)).isEqualTo("nowhere");
        assertThat(resolve("/usr/out", links, user)).isEqualTo("nowhere");
        assertThat(resolve("/usr/bin/../bin/./qemu-arm", links, user)).isEqualTo("user usr/bin/qemu-arm");
    }

    @Test
    void noPathLeadsIntoAPackageThatCannotBeInstalledToo() {
        SetBuilder links = SetBuilder.deb("binfmt").says("Conflicts: static").symlink("usr/l", "bin/x");
        assertThat(resolve("/usr/l", links, SetBuilder.deb("static").text("usr/bin/x", "x")))
                .isEqualTo("nowhere");
    }
}
