package dev.assay.input;

import dev.assay.MalformedFileException;
import dev.assay.Origin.PackageId;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads Debian packages as a stream; nothing is unpacked to disk.
 *
 * <p>A package is an {@code ar} archive (deb(5)): {@code debian-binary} with the format's version, {@code control.tar.*}
 * with the metadata, {@code data.tar.*} with the files. Members whose name begins with {@code _} may lie between them.
 */
public final class DebReader {
    private static final String ARCHIVE_MAGIC = "!<arch>\n";
    private static final int LARGEST_CONTROL = 1 << 20;

    private final Limits limits;

    public DebReader(Limits limits) {
        this.limits = limits;
    }

    /**
     * Reads a package and hands over what lies in it.
     *
     * @param path of the package, as errors and {@link PackageInfo} shall name it
     * @param source its bytes, which are read twice: for their hash, and for their content
     * @param visitor takes the content
     * @throws MalformedFileException when it contradicts its format or passes a limit; what came before was handed over.
     *     Its offset is the file offset in the package up to which it was read
     * @throws IOException when the bytes cannot be read, or no decompressor can be loaded
     */
    public void read(String path, ByteSource source, PackageVisitor visitor)
            throws MalformedFileException, IOException {
        String sha256 = PackageStream.sha256(source);
        try (PackageStream stream = new PackageStream(path, source)) {
            new Reading(path, sha256, stream, visitor).run();
        }
    }

    /** One package being read, from its first byte to its last. */
    private final class Reading {
        private final String path;
        private final String sha256;
        private final PackageStream stream;
        private final CountedStream file;
        private final PackageVisitor visitor;
        private Optional<String> copyright = Optional.empty();

        private Reading(String path, String sha256, PackageStream stream, PackageVisitor visitor) {
            this.path = path;
            this.sha256 = sha256;
            this.stream = stream;
            this.file = stream.file();
            this.visitor = visitor;
        }

        private void run() throws MalformedFileException, IOException {
            readMagic();
            readVersion(expect("debian-binary"));
            readControl(expect("control.tar"));
            readData(expect("data.tar"));
            // What follows the data is for later formats (deb(5)); it is not looked at.
        }

        private void readMagic() throws MalformedFileException, IOException {
            byte[] magic = stream.exactly(ARCHIVE_MAGIC.length());
            if (!ARCHIVE_MAGIC.equals(new String(magic, StandardCharsets.ISO_8859_1))) {
                throw stream.malformed(0, "no Debian package: expected !<arch>");
            }
        }

        /** Finds the next member that is not to be ignored; it must be the one expected. */
        private Member expect(String stem) throws MalformedFileException, IOException {
            while (true) {
                long at = file.position();
                ArHeader header = ArHeader.parse(stream.exactly(ArHeader.LENGTH), 0, path, at);
                // dpkg-deb writes names as BSD does, ar as GNU does.
                String name = header.name().endsWith("/")
                        ? header.name().substring(0, header.name().length() - 1)
                        : header.name();
                SliceStream content = new SliceStream(file, header.size());
                if (name.startsWith("_")) {
                    finish(content);
                    continue;
                }
                Optional<Compression> compression = Compression.of(name, stem);
                if (compression.isEmpty()) {
                    throw stream.malformed(at, "expected " + stem + " of a known compression, found " + name);
                }
                return new Member(compression.get(), content);
            }
        }

        private void readVersion(Member member) throws MalformedFileException, IOException {
            long at = file.position();
            byte[] version = stream.damageIsMalformed(() -> member.content().readNBytes(16));
            if (!new String(version, StandardCharsets.ISO_8859_1).startsWith("2.")) {
                throw stream.malformed(at, "expected version 2 of the package format");
            }
            finish(member.content());
        }

        private void readControl(Member member) throws MalformedFileException, IOException {
            long at = file.position();
            ControlFile control = new ControlFile();
            readTar(member, control);
            PackageId id = control.stanza()
                    .flatMap(stanza -> stanza.packageId(""))
                    .orElseThrow(() ->
                            stream.malformed(at, "control file with Package, Version and Architecture is missing"));
            copyright = CopyrightFile.path(id.name());
            visitor.opened(new PackageInfo(
                    path,
                    id.name(),
                    id.version(),
                    id.architecture(),
                    PackageFormat.DEB,
                    id.source(),
                    id.sourceVersion(),
                    sha256));
            visitor.described(control.description());
        }

        private void readData(Member member) throws MalformedFileException, IOException {
            readTar(member, new Files(visitor, copyright));
        }

        private void readTar(Member member, PackageVisitor files) throws MalformedFileException, IOException {
            stream.damageIsMalformed(() -> {
                try (UnpackedStream unpacked = stream.unpack(member.compression(), member.content(), limits)) {
                    new TarContent(unpacked, limits).visit(files);
                }
                return files;
            });
            finish(member.content());
        }

        /** Reads a member to its end, with the byte that makes its size even; at the end of the file that may lack. */
        private void finish(SliceStream content) throws MalformedFileException, IOException {
            stream.damageIsMalformed(() -> content.transferTo(OutputStream.nullOutputStream()));
            if ((file.position() & 1) == 1) {
                file.readNBytes(1);
            }
        }
    }

    private record Member(Compression compression, SliceStream content) {}

    /** Hands on the data tar, and what the copyright file in it states. */
    private static final class Files implements PackageVisitor {
        private final PackageVisitor visitor;
        private final Optional<String> copyright;
        private boolean isWanted;

        private Files(PackageVisitor visitor, Optional<String> copyright) {
            this.visitor = visitor;
            this.copyright = copyright;
        }

        @Override
        public boolean wants(PackageFile file, byte[] head) {
            isWanted = visitor.wants(file, head);
            return isWanted || isCopyright(file);
        }

        private boolean isCopyright(PackageFile file) {
            return file.size() <= CopyrightFile.LARGEST && copyright.equals(Optional.of(file.path()));
        }

        @Override
        public void file(PackageFile file, byte[] content) throws IOException {
            List<String> licences = isCopyright(file) ? CopyrightFile.licences(content) : List.of();
            if (!licences.isEmpty()) {
                visitor.licensed(licences);
            }
            if (isWanted) {
                visitor.file(file, content);
            } else {
                visitor.passedOver(file);
            }
        }

        @Override
        public void passedOver(PackageFile file) throws IOException {
            visitor.passedOver(file);
        }

        @Override
        public boolean wantsDigest(PackageFile file) {
            return visitor.wantsDigest(file);
        }

        @Override
        public void digest(PackageFile file, String sha256) {
            visitor.digest(file, sha256);
        }

        @Override
        public void directory(String directory, int mode) throws IOException {
            visitor.directory(directory, mode);
        }

        @Override
        public void hardLink(String link, String target) throws IOException {
            visitor.hardLink(link, target);
        }

        @Override
        public void symlink(String link, String target) throws IOException {
            visitor.symlink(link, target);
        }
    }

    /** Keeps of the control tar the metadata and the maintainer scripts. */
    private static final class ControlFile implements PackageVisitor {
        private static final List<String> SCRIPTS = List.of("preinst", "postinst", "prerm", "postrm", "config");
        // deb-control(5)
        private static final List<String> RELATIONS = List.of(
                "Pre-Depends",
                "Depends",
                "Recommends",
                "Suggests",
                "Enhances",
                "Conflicts",
                "Breaks",
                "Provides",
                "Replaces",
                "Built-Using",
                "Static-Built-Using");

        // As in a folder, the last of a name counts.
        private final Map<String, PackageScript> scripts = new LinkedHashMap<>();
        private Optional<Stanza> stanza = Optional.empty();

        private Optional<Stanza> stanza() {
            return stanza;
        }

        private PackageDescription description() {
            List<WrittenRelation> relations = new ArrayList<>();
            for (String field : RELATIONS) {
                stanza.flatMap(control -> control.field(field))
                        .ifPresent(text -> relations.add(new WrittenRelation(field, text.replace('\n', ' '))));
            }
            return new PackageDescription(
                    PackageDescription.Content.BINARY,
                    stanza.flatMap(control -> control.field("Multi-Arch")).orElse(""),
                    relations,
                    List.copyOf(scripts.values()));
        }

        @Override
        public boolean wants(PackageFile file, byte[] head) {
            return file.size() <= LARGEST_CONTROL && (file.path().equals("control") || SCRIPTS.contains(file.path()));
        }

        @Override
        public void file(PackageFile file, byte[] content) {
            if (file.path().equals("control")) {
                stanza = Optional.of(Stanza.parse(new String(content, StandardCharsets.UTF_8)));
                return;
            }
            String text = new String(content, StandardCharsets.UTF_8);
            String first = text.lines().findFirst().orElse("");
            scripts.put(
                    file.path(),
                    new PackageScript(
                            file.path(),
                            first.startsWith("#!") ? first.substring(2).strip() : "",
                            text));
        }
    }
}
