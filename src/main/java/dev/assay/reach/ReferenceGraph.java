package dev.assay.reach;

import dev.assay.elf.InstructionReader.JumpTable;
import dev.assay.elf.InstructionReader.Use;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Which code of an image names which addresses.
 *
 * <p>A stripped image does not say where its functions are. So its code is read once from end to end, and cut into units
 * where a function must begin: at the entry point, where a symbol or an input section begins, where a frame description
 * does, at what is called, and at what data and address-forming instructions point to. A unit that is cut too small still
 * falls into the next one; one that is too large makes the closure larger, never smaller.
 *
 * <pre>
 *   code      |push ... call f ... ret| nop |push ... lea g ... jmp *| nop | ...
 *   starts    ^ entry                       ^ call target, .eh_frame        ^
 *   rows      [f]                           [g]
 * </pre>
 *
 * <p>References are columns by ascending place of their instruction, so that those of a unit are one range: a compressed
 * graph without sorting. 3.5 MB of code have 300,000 of them.
 */
final class ReferenceGraph {
    /** Functions are aligned to 8 bytes at least where pointers to them bear tags. */
    private static final int TAGS = 8;

    private final AddressSpace space;
    private final DataPointers pointers;
    private final Sweep sweep;
    private final BitSet unreadable;
    private final BitSet pieces = new BitSet();
    private final int[] starts;
    private final int[] row;
    private final BitSet unreadableUnits = new BitSet();

    /**
     * Makes the graph.
     *
     * @param sweep an image's code, read; it is read again where the link map says that code begins
     * @param linkMap where its input sections lie, when that was recovered
     */
    ReferenceGraph(Sweep sweep, DataPointers pointers, Optional<LinkMap> linkMap) {
        this.sweep = sweep;
        this.space = sweep.space();
        this.pointers = pointers;
        sweep.beginAt(linkMap.map(LinkMap::placements).orElse(List.of()).stream()
                .filter(Placement::executable)
                .mapToLong(Placement::address)
                .toArray());
        this.unreadable = (BitSet) sweep.unreadable().clone();
        IntColumn begins = new IntColumn();
        sweep.certain().stream().forEach(begins::add);
        addPointedStarts(begins);
        addPieces(begins);
        addFirst(begins);
        this.starts = begins.sortedUnique();
        this.row = rows();
        for (int bad = unreadable.nextSetBit(0); bad >= 0; bad = unreadable.nextSetBit(bad + 1)) {
            unreadableUnits.set(unitAt(bad));
        }
    }

    /** What is called, and what is pointed to and begins an instruction. */
    private void addPointedStarts(IntColumn begins) {
        for (int i = 0; i < sweep.references(); i++) {
            switch (use(i)) {
                case CALL -> addCalled(sweep.to(i), begins);
                case ADDRESS, NUMBER -> addPointed(sweep.to(i), begins);
                case JUMP, MEMORY, COMPARE, PAGE, ADDED, ADDED_NUMBER -> {}
            }
        }
        for (int i = 0; i < pointers.count(); i++) {
            addPointed(pointers.target(i), begins);
        }
    }

    private void addCalled(int place, IntColumn begins) {
        if (sweep.instruction().get(place)) {
            begins.add(place);
        } else if (space.isCodeAt(place)) {
            unreadable.set(place); // the sweep has lost the thread there
        }
    }

    /** What points into the middle of a function is its jump table, or a number. */
    private void addPointed(int place, IntColumn begins) {
        if (sweep.instruction().get(place) && !sweep.known().get(place)) {
            begins.add(place);
        }
    }

    /**
     * Where nothing tells the extent of functions, what follows a jump or a return is a piece of its own: it may be the rest of
     * the function, or another one that nobody calls.
     */
    private void addPieces(IntColumn begins) {
        int at = sweep.afterStop().nextSetBit(0);
        while (at >= 0) {
            if (!sweep.known().get(at)
                    && sweep.instruction().get(at)
                    && !sweep.idle().get(at)) {
                begins.add(at);
                pieces.set(at);
            }
            at = sweep.afterStop().nextSetBit(at + 1);
        }
        for (int i = 0; i < sweep.references(); i++) {
            if (use(i) != Use.JUMP) {
                pieces.clear(sweep.to(i));
            }
        }
        for (int i = 0; i < pointers.count(); i++) {
            pieces.clear(pointers.target(i));
        }
        pieces.andNot(sweep.certain());
    }

    /** What stands before all that is known to begin may be jumped to: it is a unit too, so that each place of code lies in one. */
    private void addFirst(IntColumn begins) {
        for (int stretch = 0; stretch < space.stretches(); stretch++) {
            if (space.isCode(stretch)) {
                begins.add(space.start(stretch));
                return;
            }
        }
    }

    private int[] rows() {
        int[] first = new int[starts.length + 1];
        int reference = 0;
        for (int unit = 0; unit < starts.length; unit++) {
            while (reference < sweep.references() && sweep.from(reference) < starts[unit]) {
                reference++;
            }
            first[unit] = reference;
        }
        first[starts.length] = sweep.references();
        return first;
    }

    AddressSpace space() {
        return space;
    }

    DataPointers pointers() {
        return pointers;
    }

    int units() {
        return starts.length;
    }

    int start(int unit) {
        return starts[unit];
    }

    /** {@return the unit that a place lies in, or -1 where there is no code} */
    int unitAt(int place) {
        return space.isCodeAt(place) ? IntColumn.floor(starts, place) : -1;
    }

    /**
     * {@return the unit that a pointer to a place enters, or -1: into the middle of a known function only itself points, but for
     * pointers that bear a tag in their lowest bits}
     */
    int unitEntered(int place) {
        int unit = unitAt(place);
        return unit >= 0 && (place - starts[unit] < TAGS || !sweep.known().get(place)) ? unit : -1;
    }

    /** {@return the unit that begins at a place, or -1} */
    int unitFrom(int place) {
        int unit = unitAt(place);
        return unit >= 0 && starts[unit] == place ? unit : -1;
    }

    /** {@return the unit that begins the function of which a unit is a piece; the unit itself where it is none} */
    int functionOf(int unit) {
        int first = unit;
        while (first > 0 && isPiece(first)) {
            first--;
        }
        return first;
    }

    /** {@return where the function ends of which a unit is a piece: where the next one begins} */
    int endOfFunction(int unit) {
        int next = unit + 1;
        while (next < units() && isPiece(next)) {
            next++;
        }
        return next < units() ? starts[next] : space.end(space.stretchAt(starts[unit]));
    }

    /** {@return the tables that jumps take distances from, by the place of the jump} */
    SortedMap<Integer, JumpTable> jumpTables() {
        return sweep.jumpTables();
    }

    /** {@return the first reference of a unit; the first of the next unit ends them} */
    int firstReference(int unit) {
        return row[unit];
    }

    int references() {
        return sweep.references();
    }

    int from(int reference) {
        return sweep.from(reference);
    }

    int to(int reference) {
        return sweep.to(reference);
    }

    Use use(int reference) {
        return sweep.use(reference);
    }

    /** {@return whether something else than a pointer says that a function begins where the unit does} */
    boolean isCertain(int unit) {
        return sweep.certain().get(starts[unit]);
    }

    /** {@return whether the unit may be the rest of the one before it, and nothing but a jump leads to it} */
    boolean isPiece(int unit) {
        return pieces.get(starts[unit]);
    }

    /** {@return whether a pointer to the unit is more than a number that looks like one: the code before it ends there} */
    boolean isPlausible(int unit) {
        return isCertain(unit) || followsStop(unit) || followsCall(unit);
    }

    /** {@return whether the code before the unit ends with a jump, a return or a trap} */
    boolean followsStop(int unit) {
        return sweep.afterStop().get(endBefore(unit));
    }

    /** {@return whether the code before the unit ends with a call} */
    boolean followsCall(int unit) {
        return sweep.afterCall().get(endBefore(unit));
    }

    /** Where the code before a unit ends: before the gap, where a section begins with the unit and there is one. */
    private int endBefore(int unit) {
        int stretch = space.stretchAt(starts[unit]);
        if (space.start(stretch) == starts[unit]) {
            for (int before = stretch - 1; before >= 0; before--) {
                if (space.isCode(before)) {
                    return space.end(before);
                }
            }
        }
        return starts[unit];
    }

    /** {@return whether the unit has bytes that are no instructions, or that form an address in a way that is not followed} */
    boolean isUnreadable(int unit) {
        return unreadableUnits.get(unit);
    }
}
