package dev.assay.provenance;

import dev.assay.Origin;
import dev.assay.Origin.PackageId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The archives of a catalog as records of its file. */
final class ArchiveRecords {
    private ArchiveRecords() {}

    static Blobs write(List<Catalog.Archive> archives) {
        return Blobs.of(archives.stream().map(ArchiveRecords::write).toList());
    }

    private static byte[] write(Catalog.Archive archive) {
        VarintWriter out = new VarintWriter();
        out.text(archive.origin().archive());
        out.number(archive.origin().owner().isPresent() ? 1 : 0);
        archive.origin().owner().ifPresent(owner -> {
            out.text(owner.name());
            out.text(owner.version());
            out.text(owner.source());
            out.text(owner.sourceVersion());
            out.text(owner.suite());
            out.text(owner.architecture());
        });
        out.number(archive.unknownRelocations());
        out.number(archive.unusable().size());
        archive.unusable().forEach(out::text);
        writeMembers(out, archive.members());
        return out.toBytes();
    }

    /** Runs of numbers that follow one another: most archives are one. */
    private static void writeMembers(VarintWriter out, int[] members) {
        out.number(members.length);
        int at = 0;
        int expected = 0;
        while (at < members.length) {
            int from = at;
            do {
                at++;
            } while (at < members.length && members[at] == members[at - 1] + 1);
            out.signed((long) members[from] - expected);
            out.number(at - from);
            expected = members[at - 1] + 1;
        }
    }

    static List<Catalog.Archive> read(Blobs records) {
        List<Catalog.Archive> archives = new ArrayList<>();
        for (int i = 0; i < records.count(); i++) {
            archives.add(read(records.reader(i)));
        }
        return archives;
    }

    private static Catalog.Archive read(VarintReader in) {
        String path = in.text();
        Optional<PackageId> owner = in.small() == 0
                ? Optional.empty()
                : Optional.of(new PackageId(in.text(), in.text(), in.text(), in.text(), in.text(), in.text()));
        int unknownRelocations = in.small();
        List<String> unusable = new ArrayList<>();
        for (int count = in.small(); count > 0; count--) {
            unusable.add(in.text());
        }
        return new Catalog.Archive(new Origin(path, owner), readMembers(in), unusable, unknownRelocations);
    }

    private static int[] readMembers(VarintReader in) {
        int[] members = new int[in.small()];
        int at = 0;
        int expected = 0;
        while (at < members.length) {
            int next = expected + (int) in.signed();
            for (int end = at + in.small(); at < end; at++) {
                members[at] = next++;
            }
            expected = next;
        }
        return members;
    }
}
