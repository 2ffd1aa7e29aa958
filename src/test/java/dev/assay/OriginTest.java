package dev.assay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.Origin.PackageId;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginTest {
    @ParameterizedTest
    @CsvSource({
        "usr/lib/libz.a,           zlib,     /opt/libz.a,               zlib,     true",
        "usr/lib/libz.a,           zlib,     usr/lib/libz.a,            '',       true",
        "usr/lib/libc.a,           glibc,    usr/lib/musl/lib/libc.a,   musl,     false",
        "usr/lib/libm-2.36.a,      glibc,    usr/lib/libm-2.41.a,       glibc,    true",
        "usr/lib/gcc/12/libgcc.a,  gcc-12,   usr/lib/gcc/14/libgcc.a,   gcc-14,   true",
        "usr/lib/gcc/12/libgcc.a,  gcc-12,   usr/lib/gcc/12/libgcov.a,  gcc-12,   false",
        "usr/lib/libpcre2-8.a,     pcre2,    usr/lib/libpcre2-16.a,     pcre2,    false",
        "usr/lib/libglib-2.0.a,    glib2.0,  usr/lib/libgio-2.0.a,      glib2.0,  false",
    })
    void versionsOfAnArchiveBearItsNameAndComeFromItsSource(
            String archive, String source, String other, String otherSource, boolean versions) {
        assertThat(origin(archive, source).isVersionOf(origin(other, otherSource)))
                .isEqualTo(versions);
        assertThat(origin(other, otherSource).isVersionOf(origin(archive, source)))
                .isEqualTo(versions);
    }

    private static Origin origin(String archive, String source) {
        PackageId owner = new PackageId("a-dev", "1", source, "1", "", "amd64");
        return new Origin(archive, source.isEmpty() ? Optional.empty() : Optional.of(owner));
    }
}
