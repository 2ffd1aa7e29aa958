package dev.assay.provenance;

import dev.assay.provenance.CodeRange.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * Tells whether a linker's map is that of an image at all, by what bytes and targets prove without it. A map that is right agrees
 * with every placement; one of another program, or of another build, lays sections across those that are proved, or code where
 * the image has none.
 */
public final class DeclaredCheck {
    /** One in so many may be contradicted before the whole map is not believed: proofs are good, not perfect. */
    private static final int TOLERANCE = 50;

    private final NavigableMap<Long, Long> proved = new TreeMap<>(Long::compareUnsigned);
    private final NavigableMap<Long, Long> code = new TreeMap<>(Long::compareUnsigned);
    private final List<DeclaredSection> contradicted = new ArrayList<>();
    private final List<DeclaredSection> rest = new ArrayList<>();
    private int agreeing;
    private int strays;

    /**
     * Holds a map against an image.
     *
     * @param declared what the linker's map says
     * @param map what is known of the image
     */
    public DeclaredCheck(List<DeclaredSection> declared, LinkMap map) {
        for (Placement placement : map.placements()) {
            if (placement.executable() && placement.evidence() == Evidence.EXACT && placement.isProved()) {
                proved.put(placement.address(), placement.size());
            }
        }
        for (CodeRange range : map.ranges()) {
            code.put(range.address(), range.kind() == Kind.DATA ? 0L : range.size());
        }
        declared.forEach(this::hold);
    }

    private void hold(DeclaredSection section) {
        Map.Entry<Long, Long> found = proved.floorEntry(section.address() + section.size() - 1);
        boolean overlaps = found != null && reaches(found, section.address());
        if (overlaps && found.getKey() == section.address() && found.getValue() == section.size()) {
            agreeing++; // the same section, or one that was folded into it
            rest.add(section);
        } else if (overlaps) {
            contradicted.add(section);
        } else if (section.section().startsWith(".text") && !isCode(section.address())) {
            strays++;
            contradicted.add(section);
        } else {
            rest.add(section);
        }
    }

    private boolean isCode(long address) {
        Map.Entry<Long, Long> range = code.floorEntry(address);
        return range != null && reaches(range, address);
    }

    private static boolean reaches(Map.Entry<Long, Long> range, long address) {
        return Long.compareUnsigned(range.getKey() + range.getValue(), address) > 0;
    }

    /** {@return whether it is this image's map, as far as can be told} */
    public boolean isOfThisImage() {
        return strays == 0 && contradicted.size() <= agreeing / TOLERANCE;
    }

    /** {@return what it says that cannot be, in its order} */
    public List<DeclaredSection> contradicted() {
        return List.copyOf(contradicted);
    }

    /** {@return what it says that may be: nothing when it is another image's map} */
    List<DeclaredSection> believed() {
        return isOfThisImage() ? List.copyOf(rest) : List.of();
    }
}
