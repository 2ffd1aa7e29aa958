package dev.assay.input;

/**
 * Bounds on hostile input. What passes one is malformed, and says which bound it was.
 *
 * @param memberSize bytes of one file in a package or archive, unpacked
 * @param expansion how many times its packed size a package's content may be; the first {@link #EXPANSION_FREE} bytes are
 *     not counted against it
 * @param decoderMemory bytes that a decompressor may ask for ({@code xz} dictionaries, {@code zstd} windows)
 * @param listing bytes that the list of a package's files may take: names, targets, {@link #ENTRY} for each
 */
public record Limits(long memberSize, long expansion, long decoderMemory, long listing) {
    /** Content up to this size, in bytes, is never called a bomb: small packages of text compress very well. */
    public static final long EXPANSION_FREE = 64L << 20;

    /** What a path counts in a listing beside its name, in bytes. */
    static final int ENTRY = 128;

    /** What a Java array can hold on every virtual machine, in bytes. */
    static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    /**
     * 2 GiB a member; a thousand times the packed size (qemu-user-static is 6 times, a -dev package of archives 5 to 10
     * times); 192 MiB for decoders ({@code rpmbuild}'s {@code w6.lzdio} needs 65,558 KiB, {@code dpkg-deb -Zzstd -z22} 128
     * MiB); 64 MiB for a listing, which is some 300,000 files.
     */
    public static final Limits DEFAULT = new Limits(LARGEST_ARRAY, 1000, 192L << 20, 64L << 20);

    public Limits {
        if (memberSize < 0 || expansion < 1 || decoderMemory < 1 || listing < 0) {
            throw new IllegalArgumentException("a limit is negative, or leaves nothing");
        }
    }
}
