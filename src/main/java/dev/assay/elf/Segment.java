package dev.assay.elf;

/**
 * A program header (gABI, "Program Header"). All numbers are unsigned.
 *
 * @param type p_type
 * @param flags p_flags: 1 PF_X, 2 PF_W, 4 PF_R
 * @param offset file offset of the first byte
 * @param address virtual address of the first byte
 * @param fileSize bytes in the file
 * @param memorySize bytes in memory
 * @param alignment p_align
 */
public record Segment(int type, int flags, long offset, long address, long fileSize, long memorySize, long alignment) {
    public static final int PT_LOAD = 1;
    public static final int PT_DYNAMIC = 2;
    public static final int PT_INTERP = 3;
    public static final int PT_NOTE = 4;
    public static final int PT_TLS = 7;
    public static final int PT_GNU_EH_FRAME = 0x6474e550;
    public static final int PT_GNU_STACK = 0x6474e551;
    public static final int PT_GNU_RELRO = 0x6474e552;
    public static final int PT_GNU_PROPERTY = 0x6474e553;

    public static final int PF_X = 1;
    public static final int PF_W = 2;
    public static final int PF_R = 4;

    /** {@return whether this is a PT_LOAD whose memory may be executed} */
    public boolean isCode() {
        return type == PT_LOAD && (flags & PF_X) != 0;
    }
}
