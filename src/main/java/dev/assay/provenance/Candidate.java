package dev.assay.provenance;

import java.util.List;
import java.util.OptionalLong;

/**
 * An input section that may stand at an address, since its known bytes do, and what its relocations would then claim.
 * Mutable only in its standing, by the solver.
 */
final class Candidate {
    /** What the solver makes of it. */
    enum Standing {
        OPEN,
        ACCEPTED,
        REJECTED
    }

    final int member;
    final int section;
    final int shape;
    final long address;
    final int size;
    final int known;
    final Shape.Kind kind;
    final boolean code;

    /** Claims on global names: the name's number, the address claimed, and where it may lead as a stub (else the same). */
    int[] claimName = {};

    long[] claimAddress = {};
    long[] claimThrough = {};

    /** Sections of its own member that local symbols place. */
    int[] siblingSection = {};

    long[] siblingAddress = {};

    /** Bytes that tell it from others ({@link TellingBytes}); negative until someone asks. */
    int tellingBytes = -1;

    /** Bytes of the merged strings and constants that it points at and that are there; no more than make up for code. */
    int literalBytes;

    /** Where its code's own GOT is, when its functions make that of their own address. */
    OptionalLong ownGot = OptionalLong.empty();

    /** Others that nothing tells from this one, once it is accepted. */
    List<Candidate> alternatives = List.of();

    Standing standing = Standing.OPEN;
    /** Whether an accepted candidate names it. */
    boolean named;

    /** Whether it was rejected because what it names is not what lies there: no other of its name can be there either. */
    boolean misnames;

    Candidate(int member, int section, int shapeNumber, Shape shape, long address, int size) {
        this.member = member;
        this.section = section;
        this.shape = shapeNumber;
        this.address = address;
        this.size = size;
        this.known = shape.known();
        this.kind = shape.kind();
        this.code = shape.kind() == Shape.Kind.CODE;
    }

    /**
     * Whether another shows more bytes. Where both are as long, a field in which this one refers to a name of its own is no less
     * known than what a compiler wrote there itself: so differ a member and its position-independent build.
     */
    boolean showsLessThan(Candidate other) {
        return known < other.known && !(size == other.size && namesItself());
    }

    private boolean namesItself() {
        for (long claimed : claimAddress) {
            if (claimed >= address && claimed < address + size) {
                return true;
            }
        }
        return false;
    }

    boolean isOpen() {
        return standing == Standing.OPEN;
    }

    boolean isAccepted() {
        return standing == Standing.ACCEPTED;
    }

    boolean isRejected() {
        return standing == Standing.REJECTED;
    }
}
