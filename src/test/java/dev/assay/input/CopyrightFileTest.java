package dev.assay.input;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CopyrightFileTest {
    private static final long SEED = 20261128;
    private static final String HEADER =
            "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\nUpstream-Name: x\n";

    @Test
    void eachGroupOfFilesHasALicence() {
        assertThat(licences(HEADER + """
                License: whole

                Files: *
                Copyright: 1995-2013 Jean-loup Gailly
                License: Zlib

                Files: debian/*
                 po/*
                Copyright: Mark Brown
                License: GPL-2+ with OpenSSL exception or Artistic
                 This program is free software.
                 .
                 License: of the text

                files: contrib/*
                LICENSE:  Zlib\t
                """)).containsExactly("Zlib", "GPL-2+ with OpenSSL exception or Artistic");
    }

    @Test
    void aStanzaThatOnlyExplainsALicenceIsNoGroupOfFiles() {
        assertThat(licences(HEADER + "\nFiles: *\nLicense: Expat\n\nLicense: Expat\n Permission is\n\nLicense: BSD\n"))
                .containsExactly("Expat");
    }

    @Test
    void aLicenceWithoutAShortNameIsNotNamedByItsText() {
        assertThat(licences(HEADER
                        + "\nFiles: a\nLicense:\n You may do as you like.\n\nFiles: b\n\nFiles: c\nLicense: ISC"))
                .containsExactly("ISC");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "This is zlib.\n\nFiles: *\nLicense: Zlib\n",
                "Format-Specification: http://svn.debian.org/wsvn/dep/web/deps/dep5.mdwn\n\nFiles: *\nLicense: Zlib\n",
                "Format: http://dep.debian.net/deps/dep5\n\nFiles: *\nLicense: Zlib\n",
                "Files: *\nLicense: Zlib\n\nFormat: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n",
                "License: Zlib",
                "",
                "\n\n\n"
            })
    void whatIsNotMachineReadableStatesNothing(String text) {
        assertThat(licences(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Format: http://www.debian.org/doc/packaging-manuals/copyright-format/1.0",
                "\n\r\n format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/ ",
                "Upstream-Name: x\r\nFormat:\r\n https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\r"
            })
    void theFormatIsKnownHoweverItIsWritten(String header) {
        assertThat(licences(header.stripLeading() + "\n \t\r\nFiles: *\r\nLicense: MIT\r\n"))
                .containsExactly("MIT");
    }

    @Test
    void garbageStatesSomethingOrNothingAndNeverBreaks() {
        Random random = new Random(SEED);
        byte[] sound = (HEADER + "\nFiles: *\nLicense: Zlib\n text\n\nFiles: a\nLicense: MIT\n").getBytes(UTF_8);
        List<String> named = new ArrayList<>();
        for (int round = 0; round < 5000; round++) {
            byte[] damaged = sound.clone();
            for (int i = random.nextInt(10); i >= 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            named.addAll(CopyrightFile.licences(damaged));
            byte[] noise = new byte[random.nextInt(300)];
            random.nextBytes(noise);
            assertThat(CopyrightFile.licences(noise))
                    .as("seed %d, round %d", SEED, round)
                    .isEmpty();
        }
        assertThat(named).contains("Zlib", "MIT").doesNotContain("").allMatch(name -> !name.contains("\n"));
    }

    @Test
    void theLargestIsReadInTimeThatGrowsWithItsSize() {
        String text = HEADER + "\nFiles: *\nLicense: long\n" + " line\n".repeat(CopyrightFile.LARGEST / 6 - 100);
        String groups = HEADER + "\nFiles: *\nLicense: many\n".repeat(CopyrightFile.LARGEST / 25);
        String blank = HEADER + "\nFiles: *\nLicense: blank\n\n" + " ".repeat(CopyrightFile.LARGEST / 2);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            assertThat(licences(text)).containsExactly("long");
            assertThat(licences(groups)).containsExactly("many");
            assertThat(licences(blank)).containsExactly("blank");
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "../etc", "a/b", ".", "..", "-x", "a\u0000b", "a\nb", "Zlib"})
    void whatIsNoPackagesNameLeadsToNoFile(String name) {
        assertThat(CopyrightFile.path(name)).isEmpty();
    }

    @Test
    void aPackageHasItsCopyrightAmongItsDocumentation() {
        assertThat(CopyrightFile.path("libstdc++-12-dev")).contains("usr/share/doc/libstdc++-12-dev/copyright");
    }

    private static List<String> licences(String text) {
        return CopyrightFile.licences(text.getBytes(UTF_8));
    }
}
