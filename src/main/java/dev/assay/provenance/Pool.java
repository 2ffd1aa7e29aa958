package dev.assay.provenance;

import dev.assay.elf.RelocationTable;
import java.util.ArrayList;
import java.util.List;

/**
 * Several catalogs of one machine as one, for the recovery of one image: shapes, members, anchors and archives are numbered
 * through, and read when they are first asked for. Used by one thread.
 */
final class Pool {
    private final List<Catalog> catalogs;
    private final int[] shapeBase;
    private final int[] memberBase;
    private final int[] anchorBase;
    private final Shape[] shapes;
    private final Member[] members;
    private final List<Catalog.Archive> archives = new ArrayList<>();
    private final List<int[]> archiveMembers = new ArrayList<>();

    Pool(List<Catalog> catalogs) {
        this.catalogs = List.copyOf(catalogs);
        shapeBase = new int[catalogs.size() + 1];
        memberBase = new int[catalogs.size() + 1];
        anchorBase = new int[catalogs.size() + 1];
        for (int i = 0; i < catalogs.size(); i++) {
            Catalog catalog = catalogs.get(i);
            shapeBase[i + 1] = shapeBase[i] + catalog.shapeCount();
            memberBase[i + 1] = memberBase[i] + catalog.memberCount();
            anchorBase[i + 1] = anchorBase[i] + catalog.anchors().hashes().length;
            for (Catalog.Archive archive : catalog.archives()) {
                archives.add(archive);
                int[] numbered = archive.members().clone();
                for (int m = 0; m < numbered.length; m++) {
                    numbered[m] += memberBase[i];
                }
                archiveMembers.add(numbered);
            }
        }
        shapes = new Shape[shapeBase[catalogs.size()]];
        members = new Member[memberBase[catalogs.size()]];
    }

    RelocationTable machine() {
        return catalogs.get(0).machine();
    }

    int archiveCount() {
        return archives.size();
    }

    Catalog.Archive archive(int archive) {
        return archives.get(archive);
    }

    /** {@return the pool's numbers of an archive's members, in its order} */
    int[] membersOf(int archive) {
        return archiveMembers.get(archive);
    }

    int memberCount() {
        return members.length;
    }

    int shapeCount() {
        return shapes.length;
    }

    Shape shape(int shape) {
        if (shapes[shape] == null) {
            int catalog = catalogOf(shapeBase, shape);
            shapes[shape] = catalogs.get(catalog).shape(shape - shapeBase[catalog]);
        }
        return shapes[shape];
    }

    Member member(int member) {
        if (members[member] == null) {
            int catalog = catalogOf(memberBase, member);
            members[member] = catalogs.get(catalog).member(member - memberBase[catalog]);
        }
        return members[member];
    }

    /** {@return a member's name; of many that are asked for it few are ever read} */
    String nameOf(int member) {
        if (members[member] != null) {
            return members[member].name;
        }
        int catalog = catalogOf(memberBase, member);
        return catalogs.get(catalog).memberName(member - memberBase[catalog]);
    }

    /** {@return the pool's number of the shape of a member's section} */
    int shapeOf(int member, int section) {
        return shapeBase[catalogOf(memberBase, member)] + member(member).sectionShape[section];
    }

    /** {@return the first section of a member that has a shape, which one of them has} */
    int sectionOf(int member, int shape) {
        int section = 0;
        while (shapeOf(member, section) != shape) {
            section++;
        }
        return section;
    }

    /** {@return the shape of each section of a member, by the pool's numbers} */
    int[] shapesOf(int member) {
        int base = shapeBase[catalogOf(memberBase, member)];
        int[] numbers = member(member).sectionShape.clone();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] += base;
        }
        return numbers;
    }

    private static int catalogOf(int[] base, int number) {
        int catalog = 0;
        while (number >= base[catalog + 1]) {
            catalog++;
        }
        return catalog;
    }

    /** {@return hash of every anchor, in the order of their numbers} */
    int[] anchorHashes() {
        int[] hashes = new int[anchorBase[catalogs.size()]];
        for (int i = 0; i < catalogs.size(); i++) {
            int[] column = catalogs.get(i).anchors().hashes();
            System.arraycopy(column, 0, hashes, anchorBase[i], column.length);
        }
        return hashes;
    }

    /** {@return hashes of the windows by which a function of a shape is looked for} */
    int[] anchorHashesOf(int shape, int unit) {
        int catalog = catalogOf(shapeBase, shape);
        return catalogs.get(catalog).anchors().hashesOf(shape - shapeBase[catalog], unit);
    }

    int anchorShape(int anchor) {
        int catalog = catalogOf(anchorBase, anchor);
        return shapeBase[catalog] + catalogs.get(catalog).anchors().shape(anchor - anchorBase[catalog]);
    }

    int anchorPosition(int anchor) {
        int catalog = catalogOf(anchorBase, anchor);
        return catalogs.get(catalog).anchors().position(anchor - anchorBase[catalog]);
    }

    int anchorUnit(int anchor) {
        int catalog = catalogOf(anchorBase, anchor);
        return catalogs.get(catalog).anchors().unit(anchor - anchorBase[catalog]);
    }

    /** {@return shapes of code that have no window, by the pool's numbers} */
    int[] windowless() {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < catalogs.size(); i++) {
            for (int shape : catalogs.get(i).anchors().windowless()) {
                found.add(shapeBase[i] + shape);
            }
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }

    /** What sections have a shape: {@code member << 16 | section}, ascending. */
    long[] usesOf(int shape) {
        int catalog = catalogOf(shapeBase, shape);
        long[] uses = catalogs.get(catalog).usesOf(shape - shapeBase[catalog]);
        for (int i = 0; i < uses.length; i++) {
            uses[i] = (long) (memberBase[catalog] + ShapeUses.memberOf(uses[i])) << 16 | ShapeUses.sectionOf(uses[i]);
        }
        return uses;
    }

    /** {@return the members that may define the name, by the pool's numbers} */
    int[] definers(String name) {
        List<Integer> found = new ArrayList<>();
        for (int i = 0; i < catalogs.size(); i++) {
            for (int member : catalogs.get(i).definers(name)) {
                found.add(memberBase[i] + member);
            }
        }
        return found.stream().mapToInt(Integer::intValue).toArray();
    }
}
