package dev.assay.packaging;

import dev.assay.Origin;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.PartialMember;
import dev.assay.provenance.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The members of archives that an image has, as far as its link map proves them. Names are {@code libc.a(getpwuid.o)}, of
 * archives without the version that some bear: {@code libm.a} of {@code libm-2.36.a}.
 *
 * @param proved those of which a section lies in the image, and nothing else fits there
 * @param possible those of which a section may lie there; the proved ones too
 * @param doubtful archives of which another version or build may be there: what of them is not found may be there too
 */
public record Members(Set<String> proved, Set<String> possible, Set<String> doubtful) {
    public Members {
        proved = Set.copyOf(proved);
        possible = Set.copyOf(possible);
        doubtful = Set.copyOf(doubtful);
    }

    /** {@return what a map says of members} */
    public static Members of(LinkMap map) {
        Set<String> proved = new TreeSet<>();
        Set<String> possible = new TreeSet<>();
        Set<String> doubtful = new TreeSet<>();
        for (Placement placement : map.placements()) {
            String name = name(placement.section().origin(), placement.section().member());
            possible.add(name);
            placement.alternatives().forEach(other -> possible.add(name(other.origin(), other.member())));
            if (placement.isProved()) {
                proved.add(name);
            }
        }
        for (PartialMember member : map.partial()) {
            possible.add(name(member.origin(), member.member()));
            doubtful.add(member.origin().seriesName());
        }
        return new Members(proved, possible, doubtful);
    }

    /** {@return of an image that was compared with nothing} */
    public static Members unknown() {
        return new Members(Set.of(), Set.of(), Set.of());
    }

    private static String name(Origin origin, String member) {
        return origin.seriesName() + "(" + member + ")";
    }

    /** {@return members that are proved here and cannot be in the other image, by name} */
    public List<String> notIn(Members other) {
        List<String> missing = new ArrayList<>();
        for (String member : new TreeSet<>(proved)) {
            String archive = member.substring(0, member.indexOf('('));
            if (!other.possible.contains(member) && !other.doubtful.contains(archive)) {
                missing.add(member);
            }
        }
        return missing;
    }
}
