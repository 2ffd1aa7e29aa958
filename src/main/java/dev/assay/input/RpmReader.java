package dev.assay.input;

import dev.assay.MalformedFileException;
import dev.assay.input.RpmHeader.Numbers;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads RPM packages as a stream, of formats 3, 4 and 6; nothing is unpacked to disk.
 *
 * <p>A package is a lead of 96 bytes, which says little; a header of signatures, padded to 8 bytes; the header, with
 * everything that is known of the package; the payload, a compressed cpio archive, to the end of the file (rpm's
 * docs/manual/format.md). The formats differ in signatures and in how a header lists files, not in this.
 */
final class RpmReader {
    private static final byte[] LEAD_MAGIC = {(byte) 0xed, (byte) 0xab, (byte) 0xee, (byte) 0xdb};
    private static final int LEAD = 96;
    private static final int LEAD_MAJOR_AT = 4;
    private static final int LEAD_TYPE_AT = 6;
    private static final int ALIGNMENT = 8;

    // rpm's include/rpm/rpmds.h
    private static final long LESS = 2;
    private static final long GREATER = 4;
    private static final long EQUAL = 8;
    private static final long RPMLIB = 1 << 24;

    private final Limits limits;

    RpmReader(Limits limits) {
        this.limits = limits;
    }

    /**
     * Reads a package and hands over what lies in it.
     *
     * @param path of the package, as errors and {@link PackageInfo} shall name it
     * @param source its bytes, which are read twice: for their hash, and for their content
     * @param visitor takes the content
     * @throws MalformedFileException when it contradicts its format or passes a limit; what came before was handed over
     * @throws IOException when the bytes cannot be read, or no decompressor can be loaded
     */
    void read(String path, ByteSource source, PackageVisitor visitor) throws MalformedFileException, IOException {
        String sha256 = PackageStream.sha256(source);
        try (PackageStream stream = new PackageStream(path, source)) {
            boolean isSource = readLead(stream);
            RpmHeader signature = RpmHeader.read(path, stream.file());
            int padding = (int) (-stream.file().position() & (ALIGNMENT - 1));
            stream.exactly(padding);
            long headerAt = stream.file().position();
            RpmHeader header = RpmHeader.read(path, stream.file());
            RpmDigests digests = RpmDigests.of(signature, header);
            Optional<String> damage = digests.disagreementOfHeader();
            if (damage.isPresent()) {
                throw stream.malformed(headerAt, damage.get());
            }
            isSource |= header.number(RpmTag.SOURCE_PACKAGE).isPresent();
            visitor.opened(info(path, sha256, header, isSource, headerAt));
            visitor.described(new PackageDescription(
                    isSource ? PackageDescription.Content.SOURCE : PackageDescription.Content.BINARY,
                    "",
                    relations(header),
                    scripts(header)));
            header.string(RpmTag.LICENSE)
                    .map(String::strip)
                    .filter(licence -> !licence.isEmpty())
                    .ifPresent(licence -> visitor.licensed(List.of(licence)));
            readPayload(path, stream, header, digests, headerAt, visitor);
        }
    }

    /** {@return whether the package is of sources} */
    private static boolean readLead(PackageStream stream) throws MalformedFileException, IOException {
        byte[] lead = stream.exactly(LEAD);
        for (int i = 0; i < LEAD_MAGIC.length; i++) {
            if (lead[i] != LEAD_MAGIC[i]) {
                throw stream.malformed(0, "no RPM package: expected ed ab ee db");
            }
        }
        int major = lead[LEAD_MAJOR_AT];
        if (major < 3 || major > 6) {
            throw stream.malformed(LEAD_MAJOR_AT, "expected format 3 to 6 of RPM packages, found " + major);
        }
        return lead[LEAD_TYPE_AT + 1] == 1;
    }

    private static PackageInfo info(String path, String sha256, RpmHeader header, boolean isSource, long headerAt)
            throws MalformedFileException {
        String name = required(path, header, RpmTag.NAME, headerAt);
        OptionalLong epoch = header.number(RpmTag.EPOCH);
        String version = (epoch.isPresent() ? epoch.getAsLong() + ":" : "")
                + required(path, header, RpmTag.VERSION, headerAt) + "-"
                + required(path, header, RpmTag.RELEASE, headerAt);
        SourceRpm source = SourceRpm.of(header.string(RpmTag.SOURCE_RPM).orElse(""), name, version);
        return new PackageInfo(
                path,
                name,
                version,
                isSource ? "src" : required(path, header, RpmTag.ARCH, headerAt),
                PackageFormat.RPM,
                source.name(),
                source.version(),
                sha256);
    }

    private static String required(String path, RpmHeader header, int tag, long headerAt)
            throws MalformedFileException {
        return header.string(tag)
                .orElseThrow(() -> new MalformedFileException(
                        path, headerAt, "header lacks entry " + tag + ", which every package has"));
    }

    private static List<WrittenRelation> relations(RpmHeader header) throws MalformedFileException {
        List<WrittenRelation> relations = new ArrayList<>();
        for (RpmTag.Dependency dependency : RpmTag.Dependency.values()) {
            List<String> names = header.strings(dependency.names());
            Numbers flags = header.numbers(dependency.flags());
            List<String> versions = header.strings(dependency.versions());
            for (int i = 0; i < names.size(); i++) {
                long how = i < flags.count() ? flags.at(i) : 0;
                // rpmlib(...) says what rpm must be able to read, not what must be installed.
                if ((how & RPMLIB) == 0) {
                    String version = i < versions.size() ? versions.get(i) : "";
                    relations.add(new WrittenRelation(dependency.field(), written(names.get(i), how, version)));
                }
            }
        }
        return relations;
    }

    private static String written(String name, long how, String version) {
        String sign =
                ((how & LESS) != 0 ? "<" : "") + ((how & GREATER) != 0 ? ">" : "") + ((how & EQUAL) != 0 ? "=" : "");
        return sign.isEmpty() || version.isEmpty() ? name : name + " " + sign + " " + version;
    }

    private static List<PackageScript> scripts(RpmHeader header) throws MalformedFileException {
        List<PackageScript> scripts = new ArrayList<>();
        for (RpmTag.Scriptlet scriptlet : RpmTag.Scriptlet.values()) {
            List<String> texts = header.strings(scriptlet.text());
            List<String> interpreter = header.strings(scriptlet.interpreter());
            for (int i = 0; i < texts.size(); i++) {
                // One program for all triggers is an array as long as theirs; of a scriptlet it is program and
                // arguments.
                String runs = texts.size() == 1
                        ? String.join(" ", interpreter)
                        : i < interpreter.size() ? interpreter.get(i) : "";
                scripts.add(new PackageScript(scriptlet.word(), runs, texts.get(i)));
            }
            if (texts.isEmpty() && !interpreter.isEmpty()) {
                scripts.add(new PackageScript(
                        scriptlet.word(), String.join(" ", interpreter), "")); // %post -p /sbin/ldconfig
            }
        }
        return scripts;
    }

    private void readPayload(
            String path,
            PackageStream stream,
            RpmHeader header,
            RpmDigests digests,
            long headerAt,
            PackageVisitor visitor)
            throws MalformedFileException, IOException {
        String format = header.string(RpmTag.PAYLOAD_FORMAT).orElse("cpio");
        if (!format.equals("cpio")) {
            throw stream.malformed(headerAt, "payload of format '" + format + "', expected cpio");
        }
        byte[] head = stream.exactly(2);
        // rpmbuild's w.ufdio names no compressor, and neither does rpm 3, which knew gzip alone.
        String unnamed = (head[0] & 0xff) == 0x1f && (head[1] & 0xff) == 0x8b ? "gzip" : "identity";
        String word = header.string(RpmTag.PAYLOAD_COMPRESSOR).orElse(unnamed);
        Compression compression = Compression.ofPayload(word)
                .orElseThrow(
                        () -> stream.malformed(headerAt, "payload compressed by '" + word + "', which is not known"));
        InputStream payload = digests.taking(new SequenceInputStream(new ByteArrayInputStream(head), stream.file()));
        RpmFiles listed = RpmFiles.of(path, header, limits);
        stream.damageIsMalformed(() -> {
            try (UnpackedStream unpacked = stream.unpack(compression, payload, limits)) {
                new CpioContent(unpacked, listed, limits, visitor).visit();
                digests.finish(payload);
            }
            return listed;
        });
    }
}
