package dev.assay.elf;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * Finds {@code __global_pointer$} of a RISC-V image. Start-up code sets it, {@code auipc gp; addi gp, gp}, and it comes from no
 * archive: crt1.o is linked by itself. Source: RISC-V ELF psABI, "Global-pointer Relaxation".
 */
final class GlobalPointer {
    private static final int AUIPC_GP = 0x197;
    private static final int AUIPC_MASK = 0xfff;
    private static final int ADDI_GP_GP = 0x18193;
    private static final int ADDI_MASK = 0xfffff;

    private GlobalPointer() {}

    /** {@return the address that start-up code sets; of several, the one set most often, then the lowest} */
    static OptionalLong of(byte[] image, List<Segment> loads) {
        Map<Long, Integer> votes = new HashMap<>();
        for (Segment segment : loads) {
            if (segment.isCode() && segment.fileSize() <= image.length - segment.offset()) {
                vote(image, segment, votes);
            }
        }
        return votes.entrySet().stream()
                .max(Map.Entry.<Long, Integer>comparingByValue()
                        .thenComparing(Map.Entry.<Long, Integer>comparingByKey().reversed()))
                .map(most -> OptionalLong.of(most.getKey()))
                .orElse(OptionalLong.empty());
    }

    private static void vote(byte[] image, Segment segment, Map<Long, Integer> votes) {
        int start = (int) segment.offset();
        int end = (int) (segment.offset() + segment.fileSize()) - 8;
        for (int at = start; at <= end; at += 2) {
            int high = word(image, at);
            int low = word(image, at + 4);
            if ((high & AUIPC_MASK) == AUIPC_GP && (low & ADDI_MASK) == ADDI_GP_GP) {
                long place = segment.address() + (at - start);
                votes.merge(place + (high & 0xfffff000) + (low >> 20), 1, Integer::sum);
            }
        }
    }

    private static int word(byte[] image, int at) {
        return image[at] & 0xff | (image[at + 1] & 0xff) << 8 | (image[at + 2] & 0xff) << 16 | image[at + 3] << 24;
    }
}
