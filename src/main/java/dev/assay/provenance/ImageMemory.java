package dev.assay.provenance;

import dev.assay.elf.ElfClass;
import dev.assay.elf.Image;
import dev.assay.elf.RelocationTable;
import dev.assay.elf.Section;
import dev.assay.elf.Segment;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * An image's memory as it is once the image has relocated itself, at the addresses of the file: what words hold is read
 * through the dynamic relocations, since lld leaves the fields of RELA relocations zero.
 */
final class ImageMemory {
    private static final long DT_RELA = 7;
    private static final long DT_RELASZ = 8;
    private static final long DT_REL = 17;
    private static final long DT_RELSZ = 18;
    private static final long DT_JMPREL = 23;
    private static final long DT_PLTRELSZ = 2;
    private static final long DT_PLTREL = 20;

    /** How far an expression may lead from what it names, and the largest number that is no address (an absolute symbol's). */
    private static final long SLACK = 1 << 16;

    private final byte[] bytes;
    private final long begin;
    private final long end;
    private final boolean wide;
    /** The bytes, to read numbers in the image's order from. */
    private final ByteBuffer file;

    /** Segments with bytes in the file: an array, since the innermost loops go through it. */
    private final Segment[] loads;

    private final RelocationTable machine;
    private final RelocatedWords relocated;
    private final NavigableSet<Long> sectionStarts = new TreeSet<>();

    ImageMemory(Image image, RelocationTable machine) {
        this.wide = image.header().elfClass() == ElfClass.ELF64;
        this.machine = machine;
        List<Segment> found = new ArrayList<>();
        long first = -1;
        long last = 0;
        for (Segment segment : image.segments()) {
            if (segment.type() == Segment.PT_LOAD) {
                long past = segment.address() + segment.memorySize();
                first = Long.compareUnsigned(segment.address(), first) < 0 ? segment.address() : first;
                last = Long.compareUnsigned(past, last) > 0 ? past : last;
                if (segment.fileSize() > 0) {
                    found.add(segment);
                }
            }
        }
        this.loads = found.toArray(new Segment[0]);
        this.begin = first;
        this.end = last;
        for (Section section : image.sections()) {
            if (section.isAllocated() && section.size() > 0) {
                sectionStarts.add(section.address());
            }
        }
        this.bytes = machine.restored(image.bytes().array(), loads());
        this.file = ByteBuffer.wrap(bytes).order(image.header().byteOrder());
        RelocatedWords.Draft words = new RelocatedWords.Draft();
        readDynamicRelocations(image, words);
        if (words.isEmpty()) {
            findIrelative(words);
        }
        this.relocated = words.sorted();
    }

    byte[] bytes() {
        return bytes;
    }

    /** {@return segments with bytes in the file} */
    List<Segment> loads() {
        return List.of(loads);
    }

    /** {@return the bits that an address has} */
    long addressMask() {
        return wide ? -1L : 0xffffffffL;
    }

    /** {@return index of the byte at an address in {@link #bytes}; -1 when the file has none} */
    int at(long address) {
        for (Segment segment : loads) {
            long into = address - segment.address();
            if (Long.compareUnsigned(into, segment.fileSize()) < 0) {
                return (int) (segment.offset() + into);
            }
        }
        return -1;
    }

    /** {@return the address of an executable byte at an index of {@link #bytes}} */
    long addressOf(int at) {
        for (Segment segment : loads) {
            if (segment.isCode() && at >= segment.offset() && at - segment.offset() < segment.fileSize()) {
                return segment.address() + (at - segment.offset());
            }
        }
        throw new IllegalArgumentException("no executable byte at 0x" + Integer.toHexString(at));
    }

    /** {@return whether the range lies in one segment's file bytes} */
    boolean holds(long address, long size) {
        for (Segment segment : loads) {
            long into = address - segment.address();
            if (Long.compareUnsigned(into, segment.fileSize()) < 0) {
                return Long.compareUnsigned(size, segment.fileSize() - into) <= 0;
            }
        }
        return false;
    }

    /**
     * Whether a range may lie in one section of the image, as far as section headers say: those of an image that has none say
     * nothing against it.
     *
     * @param to end of the range, exclusive
     */
    boolean mayBeOneSection(long from, long to) {
        Long start = sectionStarts.higher(from);
        return start == null || start >= to;
    }

    /**
     * {@return whether code may refer to an address: it lies in the image or near it, or is a small number, such as a weak
     * symbol that nothing defines, or one of little more than a flag's worth}
     */
    boolean mayBeReferredTo(long address) {
        long from = address & addressMask();
        return Long.compareUnsigned(from + SLACK & addressMask(), 2 * SLACK) < 0
                || Long.compareUnsigned(from - begin + SLACK & addressMask(), end - begin + 2 * SLACK) < 0;
    }

    /** {@return whether the address may be executed} */
    boolean isCode(long address) {
        for (Segment segment : loads) {
            if (segment.isCode() && Long.compareUnsigned(address - segment.address(), segment.fileSize()) < 0) {
                return true;
            }
        }
        return false;
    }

    /** {@return the word at an address as the running image reads it; 0 where the file has none} */
    long word(long address) {
        if (relocated.has(address)) {
            return relocated.value(address);
        }
        return inFile(at(address));
    }

    private long raw(int at) {
        return wide ? file.getLong(at) : Integer.toUnsignedLong(file.getInt(at));
    }

    private void readDynamicRelocations(Image image, RelocatedWords.Draft words) {
        Map<Long, Long> tags = new HashMap<>();
        for (Image.DynamicEntry entry : image.dynamic()) {
            tags.putIfAbsent(entry.tag(), entry.value());
        }
        table(tags.get(DT_RELA), tags.get(DT_RELASZ), Addends.IN_RECORD, words);
        table(tags.get(DT_REL), tags.get(DT_RELSZ), Addends.IN_FIELD, words);
        boolean likeRela = Long.valueOf(DT_RELA).equals(tags.get(DT_PLTREL));
        table(tags.get(DT_JMPREL), tags.get(DT_PLTRELSZ), likeRela ? Addends.IN_RECORD : Addends.IN_FIELD, words);
    }

    /** Where a table's relocations have their addends (gABI, "Relocation"). */
    private enum Addends {
        IN_RECORD,
        IN_FIELD
    }

    private void table(Long address, Long size, Addends addends, RelocatedWords.Draft words) {
        int record = (wide ? 8 : 4) * (addends == Addends.IN_RECORD ? 3 : 2);
        int at = address == null || size == null ? -1 : at(address);
        if (at < 0 || size < 0 || size > bytes.length - at) {
            return;
        }
        for (int i = at; i + record <= at + size; i += record) {
            relocation(i, addends, words);
        }
    }

    private void relocation(int at, Addends addends, RelocatedWords.Draft words) {
        int word = wide ? 8 : 4;
        long where = raw(at);
        long rInfo = raw(at + word);
        int type = machine.type(rInfo);
        if (type == machine.relativeType() || type == machine.irelativeType()) {
            words.put(where, addends == Addends.IN_RECORD ? raw(at + 2 * word) : inFile(at(where)));
        }
    }

    private long inFile(int at) {
        return at < 0 || at + (wide ? 8 : 4) > bytes.length ? 0 : raw(at);
    }

    /**
     * A static image has no dynamic table to name its IRELATIVE relocations; start-up code knows their bounds. They are
     * recognised by what they are: records of that type without a symbol, whose place may be written and whose resolver
     * may be executed.
     */
    private void findIrelative(RelocatedWords.Draft words) {
        int word = wide ? 8 : 4;
        for (Segment segment : loads) {
            if ((segment.flags() & Segment.PF_W) != 0) {
                continue;
            }
            int start = (int) segment.offset();
            int end = (int) (segment.offset() + segment.fileSize());
            for (int at = start; at + 3 * word <= end; at += word) {
                if (raw(at + word) == machine.irelativeType() && isWritable(raw(at))) {
                    if (isCode(raw(at + 2 * word))) {
                        words.put(raw(at), raw(at + 2 * word));
                    } else if (!wide && holds(raw(at), word) && isCode(raw(at(raw(at))))) {
                        words.put(raw(at), raw(at(raw(at))));
                    }
                }
            }
        }
    }

    private boolean isWritable(long address) {
        for (Segment segment : loads) {
            if ((segment.flags() & Segment.PF_W) != 0
                    && Long.compareUnsigned(address - segment.address(), segment.memorySize()) < 0) {
                return true;
            }
        }
        return false;
    }

    /** {@return a hash as {@link MergedContent} makes it of what stands at an address; 0 where the file has nothing} */
    int contentHash(long address, int length) {
        int at = at(address);
        return at < 0 ? 0 : MergedContent.hash(bytes, at, length, end(address));
    }

    /** {@return how many bytes that hash is of; 0 where the file has nothing} */
    int contentSize(long address, int length) {
        int at = at(address);
        return at < 0 ? 0 : MergedContent.size(bytes, at, length, end(address));
    }

    /** Where the segment's bytes end that an address lies in. */
    private int end(long address) {
        for (Segment segment : loads) {
            if (Long.compareUnsigned(address - segment.address(), segment.fileSize()) < 0) {
                return (int) (segment.offset() + segment.fileSize());
            }
        }
        return 0;
    }
}
