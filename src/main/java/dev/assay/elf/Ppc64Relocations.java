package dev.assay.elf;

import java.nio.ByteOrder;
import java.util.BitSet;

/**
 * 64-bit Power relocations that a linker resolves in a static image of the ELFv2 ABI. Source: "OpenPOWER ELF V2 ABI
 * Specification", Relocation Types (3.5.3), Assembler- and Linker-Mediated Executable Optimization (3.6); the rewritten
 * instructions are those of binutils bfd/elf64-ppc.c and lld.
 *
 * <p>Linkers rewrite whole instructions, so each type changes the instruction that its field lies in; the opcode and the
 * registers, which stay, are checked against those of the object. What is called GOT in the outcomes is {@code .TOC.}.
 */
final class Ppc64Relocations extends RelocationTable {
    /** Added to the type of a relocation on a {@code .toc} word, when it was given the word's own symbol. */
    private static final int BY_SLOT = 0x400;

    /** Types whose form is the object's instruction: those that check it. */
    private static final BitSet IS_INSTRUCTION =
            types(10, 11, 14, 15, 17, 47, 48, 50, 58, 59, 63, 64, 116, 120, 122, 124, 132, 133, 250, 252);

    /** Calls, after which a no-operation may become the restoring of the TOC pointer. */
    private static final BitSet IS_CALL = types(10, 116, 124);

    private static final int TOC16 = 47;
    private static final int TOC16_DS = 63;
    private static final int TOC16_LO_DS = 64;

    private enum Type implements Row {
        NONE(0, 0, 0, RelocationSite::nothing),
        ADDR32(1, 0, 4, site -> site.address((site.int32(0) & 0xffffffffL) - site.addend)),
        ADDR24(2, 0, 4, RelocationSite::nothing),
        ADDR16(3, 0, 4, RelocationSite::nothing),
        ADDR16_LO(4, 0, 4, RelocationSite::nothing),
        ADDR16_HI(5, 0, 4, RelocationSite::nothing),
        ADDR16_HA(6, 0, 4, RelocationSite::nothing),
        ADDR14(7, 0, 4, RelocationSite::nothing),
        ADDR14_BRTAKEN(8, 0, 4, RelocationSite::nothing),
        ADDR14_BRNTAKEN(9, 0, 4, RelocationSite::nothing),
        REL24(10, 0, 8, Ppc64Fields::call),
        REL14(11, 0, 4, Ppc64Fields::conditional),
        REL14_BRTAKEN(12, 0, 4, RelocationSite::nothing),
        REL14_BRNTAKEN(13, 0, 4, RelocationSite::nothing),
        GOT16(14, 0, 4, Ppc64Fields::slotLow),
        GOT16_LO(15, 0, 4, Ppc64Fields::slotLow),
        GOT16_HI(16, 0, 4, RelocationSite::nothing),
        GOT16_HA(17, 0, 4, Ppc64Fields::high),
        UADDR32(24, 0, 4, site -> site.address((site.int32(0) & 0xffffffffL) - site.addend)),
        UADDR16(25, 0, 2, RelocationSite::nothing),
        REL32(26, 0, 4, site -> site.address(site.place + site.int32(0) - site.addend)),
        PLT16_LO(29, 0, 4, RelocationSite::nothing),
        PLT16_HI(30, 0, 4, RelocationSite::nothing),
        PLT16_HA(31, 0, 4, RelocationSite::nothing),
        ADDR64(38, 0, 8, site -> site.word(site.place, site.addend)),
        ADDR16_HIGHER(39, 0, 4, RelocationSite::nothing),
        ADDR16_HIGHERA(40, 0, 4, RelocationSite::nothing),
        ADDR16_HIGHEST(41, 0, 4, RelocationSite::nothing),
        ADDR16_HIGHESTA(42, 0, 4, RelocationSite::nothing),
        UADDR64(43, 0, 8, site -> site.word(site.place, site.addend)),
        REL64(44, 0, 8, site -> site.address(site.place + site.int64(0) - site.addend)),
        T16(TOC16, 0, 4, Ppc64Fields::low),
        TOC16_LO(48, 0, 4, Ppc64Fields::low),
        TOC16_HI(49, 0, 4, RelocationSite::nothing),
        TOC16_HA(50, 0, 4, Ppc64Fields::high),
        TOC(51, 0, 8, RelocationSite::nothing),
        ADDR16_DS(56, 0, 4, RelocationSite::nothing),
        ADDR16_LO_DS(57, 0, 4, RelocationSite::nothing),
        GOT16_DS(58, 0, 4, Ppc64Fields::slotLow),
        GOT16_LO_DS(59, 0, 4, Ppc64Fields::slotLow),
        PLT16_LO_DS(60, 0, 4, RelocationSite::nothing),
        T16_DS(TOC16_DS, 0, 4, Ppc64Fields::low),
        T16_LO_DS(TOC16_LO_DS, 0, 4, Ppc64Fields::low),
        // Thread-local storage: addis, ld and add become addis or addi from r13, or no-operations.
        TLS(67, 0, 4, RelocationSite::nothing),
        DTPMOD64(68, 0, 8, RelocationSite::nothing),
        TPREL16(69, 0, 4, RelocationSite::nothing),
        TPREL16_LO(70, 0, 4, RelocationSite::nothing),
        TPREL16_HI(71, 0, 4, RelocationSite::nothing),
        TPREL16_HA(72, 0, 4, RelocationSite::nothing),
        TPREL64(73, 0, 8, RelocationSite::nothing),
        DTPREL16(74, 0, 4, RelocationSite::nothing),
        DTPREL16_LO(75, 0, 4, RelocationSite::nothing),
        DTPREL16_HI(76, 0, 4, RelocationSite::nothing),
        DTPREL16_HA(77, 0, 4, RelocationSite::nothing),
        DTPREL64(78, 0, 8, RelocationSite::nothing),
        GOT_TLSGD16(79, 0, 4, RelocationSite::nothing),
        GOT_TLSGD16_LO(80, 0, 4, RelocationSite::nothing),
        GOT_TLSGD16_HI(81, 0, 4, RelocationSite::nothing),
        GOT_TLSGD16_HA(82, 0, 4, RelocationSite::nothing),
        GOT_TLSLD16(83, 0, 4, RelocationSite::nothing),
        GOT_TLSLD16_LO(84, 0, 4, RelocationSite::nothing),
        GOT_TLSLD16_HI(85, 0, 4, RelocationSite::nothing),
        GOT_TLSLD16_HA(86, 0, 4, RelocationSite::nothing),
        GOT_TPREL16_DS(87, 0, 4, RelocationSite::nothing),
        GOT_TPREL16_LO_DS(88, 0, 4, RelocationSite::nothing),
        GOT_TPREL16_HI(89, 0, 4, RelocationSite::nothing),
        GOT_TPREL16_HA(90, 0, 4, RelocationSite::nothing),
        GOT_DTPREL16_DS(91, 0, 4, RelocationSite::nothing),
        GOT_DTPREL16_LO_DS(92, 0, 4, RelocationSite::nothing),
        GOT_DTPREL16_HI(93, 0, 4, RelocationSite::nothing),
        GOT_DTPREL16_HA(94, 0, 4, RelocationSite::nothing),
        TPREL16_DS(95, 0, 4, RelocationSite::nothing),
        TPREL16_LO_DS(96, 0, 4, RelocationSite::nothing),
        TPREL16_HIGHER(97, 0, 4, RelocationSite::nothing),
        TPREL16_HIGHERA(98, 0, 4, RelocationSite::nothing),
        TPREL16_HIGHEST(99, 0, 4, RelocationSite::nothing),
        TPREL16_HIGHESTA(100, 0, 4, RelocationSite::nothing),
        DTPREL16_DS(101, 0, 4, RelocationSite::nothing),
        DTPREL16_LO_DS(102, 0, 4, RelocationSite::nothing),
        DTPREL16_HIGHER(103, 0, 4, RelocationSite::nothing),
        DTPREL16_HIGHERA(104, 0, 4, RelocationSite::nothing),
        DTPREL16_HIGHEST(105, 0, 4, RelocationSite::nothing),
        DTPREL16_HIGHESTA(106, 0, 4, RelocationSite::nothing),
        // On the call to __tls_get_addr, whose own relocation is used up.
        TLSGD(107, 0, 8, Ppc64Fields::threadCall),
        TLSLD(108, 0, 8, Ppc64Fields::threadCall),
        TOCSAVE(109, 0, 4, RelocationSite::nothing),
        ADDR16_HIGH(110, 0, 4, RelocationSite::nothing),
        ADDR16_HIGHA(111, 0, 4, RelocationSite::nothing),
        TPREL16_HIGH(112, 0, 4, RelocationSite::nothing),
        TPREL16_HIGHA(113, 0, 4, RelocationSite::nothing),
        DTPREL16_HIGH(114, 0, 4, RelocationSite::nothing),
        DTPREL16_HIGHA(115, 0, 4, RelocationSite::nothing),
        REL24_NOTOC(116, 0, 8, Ppc64Fields::call),
        ADDR64_LOCAL(117, 0, 8, RelocationSite::nothing),
        ENTRY(118, 0, 8, RelocationSite::nothing),
        // Calls in line (-fno-plt): no-operations and a direct call when the function is known.
        PLTSEQ(119, 0, 4, RelocationSite::nothing),
        PLTCALL(120, 0, 8, Ppc64Fields::inlineCall),
        PLTSEQ_NOTOC(121, 0, 4, RelocationSite::nothing),
        PLTCALL_NOTOC(122, 0, 8, Ppc64Fields::inlineCall),
        // Prefixed instructions of Power10.
        PCREL_OPT(123, 0, 8, RelocationSite::nothing),
        REL24_P9NOTOC(124, 0, 8, Ppc64Fields::call),
        D34(128, 0, 8, RelocationSite::nothing),
        D34_LO(129, 0, 8, RelocationSite::nothing),
        D34_HI30(130, 0, 8, RelocationSite::nothing),
        D34_HA30(131, 0, 8, RelocationSite::nothing),
        PCREL34(132, 0, 8, Ppc64Fields::prefixed),
        GOT_PCREL34(133, 0, 8, Ppc64Fields::prefixedGot),
        PLT_PCREL34(134, 0, 8, RelocationSite::nothing),
        PLT_PCREL34_NOTOC(135, 0, 8, RelocationSite::nothing),
        ADDR16_HIGHER34(136, 0, 4, RelocationSite::nothing),
        ADDR16_HIGHERA34(137, 0, 4, RelocationSite::nothing),
        ADDR16_HIGHEST34(138, 0, 4, RelocationSite::nothing),
        ADDR16_HIGHESTA34(139, 0, 4, RelocationSite::nothing),
        REL16_HIGHER34(140, 0, 4, RelocationSite::nothing),
        REL16_HIGHERA34(141, 0, 4, RelocationSite::nothing),
        REL16_HIGHEST34(142, 0, 4, RelocationSite::nothing),
        REL16_HIGHESTA34(143, 0, 4, RelocationSite::nothing),
        D28(144, 0, 8, RelocationSite::nothing),
        PCREL28(145, 0, 8, RelocationSite::nothing),
        TPREL34(146, 0, 8, RelocationSite::nothing),
        DTPREL34(147, 0, 8, RelocationSite::nothing),
        GOT_TLSGD_PCREL34(148, 0, 8, RelocationSite::nothing),
        GOT_TLSLD_PCREL34(149, 0, 8, RelocationSite::nothing),
        GOT_TPREL_PCREL34(150, 0, 8, RelocationSite::nothing),
        GOT_DTPREL_PCREL34(151, 0, 8, RelocationSite::nothing),
        REL16_HIGH(240, 0, 4, RelocationSite::nothing),
        REL16_HIGHA(241, 0, 4, RelocationSite::nothing),
        REL16_HIGHER(242, 0, 4, RelocationSite::nothing),
        REL16_HIGHERA(243, 0, 4, RelocationSite::nothing),
        REL16_HIGHEST(244, 0, 4, RelocationSite::nothing),
        REL16_HIGHESTA(245, 0, 4, RelocationSite::nothing),
        REL16DX_HA(246, 0, 4, RelocationSite::nothing),
        REL16(249, 0, 4, RelocationSite::nothing),
        REL16_LO(250, 0, 4, Ppc64Fields::relativeLow),
        REL16_HI(251, 0, 4, RelocationSite::nothing),
        REL16_HA(252, 0, 4, Ppc64Fields::relativeHigh),
        GNU_VTINHERIT(253, 0, 0, RelocationSite::nothing),
        GNU_VTENTRY(254, 0, 0, RelocationSite::nothing),
        SLOT16(BY_SLOT + TOC16, 0, 4, Ppc64Fields::slotLow),
        SLOT16_LO(BY_SLOT + 48, 0, 4, Ppc64Fields::slotLow),
        SLOT16_HI(BY_SLOT + 49, 0, 4, RelocationSite::nothing),
        SLOT16_HA(BY_SLOT + 50, 0, 4, Ppc64Fields::high),
        SLOT16_DS(BY_SLOT + TOC16_DS, 0, 4, Ppc64Fields::slotLow),
        SLOT16_LO_DS(BY_SLOT + TOC16_LO_DS, 0, 4, Ppc64Fields::slotLow);

        private final int type;
        private final Field field;

        Type(int type, int from, int to, FieldReader reader) {
            this.type = type;
            this.field = new Field(type, from, to, reader);
        }

        @Override
        public Field field() {
            return field;
        }
    }

    Ppc64Relocations() {
        super(ByteOrder.LITTLE_ENDIAN, Type.values());
    }

    private static BitSet types(int... types) {
        BitSet set = new BitSet();
        for (int type : types) {
            set.set(type);
            set.set(BY_SLOT + type);
        }
        return set;
    }

    private static int word(byte[] object, int at) {
        return object[at] & 0xff | (object[at + 1] & 0xff) << 8 | (object[at + 2] & 0xff) << 16 | object[at + 3] << 24;
    }

    /** The object's instruction; of a call also whether a no-operation follows. */
    @Override
    public int form(byte[] object, int at, int type) {
        if (!isKnown(type) || !IS_INSTRUCTION.get(type) || at + 4 > object.length) {
            return 0;
        }
        int word = word(object, at);
        boolean nop = IS_CALL.get(type) && at + 8 <= object.length && word(object, at + 4) == Ppc64Fields.NOP;
        return nop ? word | Ppc64Fields.NOP_FOLLOWS : word;
    }

    @Override
    public int to(int type, int form) {
        boolean alone = isKnown(type) && IS_CALL.get(type) && (form & Ppc64Fields.NOP_FOLLOWS) == 0;
        return alone ? 4 : super.to(type, form);
    }

    @Override
    public String gotName() {
        return ".TOC.";
    }

    /** A difference of labels counts from one of them: what it points at is not S + A. */
    @Override
    public Pointee pointee(int type) {
        return type == Type.REL32.type || type == Type.REL64.type ? Pointee.ELSEWHERE : Pointee.ADDEND;
    }

    /**
     * Gives relocations on a word of {@code .toc} the word's own symbol: the linker edits {@code .toc}, and lets code do
     * without the word where the symbol is near.
     */
    @Override
    void settle(ObjectFile object) {
        for (InputSection section : object.sections()) {
            Relocations relocations = section.relocations();
            for (int i = 0; i < relocations.count(); i++) {
                int type = relocations.type(i);
                if (type >= TOC16 && type <= TOC16_LO_DS) {
                    settle(object, relocations, i);
                }
            }
        }
    }

    private static void settle(ObjectFile object, Relocations relocations, int i) {
        Symbol symbol = object.symbols().get(relocations.symbol(i));
        if (!symbol.isDefined() || symbol.sectionIndex() >= object.sections().size()) {
            return;
        }
        InputSection home = object.sections().get(symbol.sectionIndex());
        if (!home.name().equals(".toc")) {
            return;
        }
        long slot = symbol.value() + relocations.addend(i);
        Relocations slots = home.relocations();
        for (int j = 0; j < slots.count(); j++) {
            if (slots.offset(j) == slot && slots.type(j) == Type.ADDR64.type) {
                relocations.replace(i, relocations.type(i) | BY_SLOT, slots.symbol(j), slots.addend(j));
                return;
            }
        }
    }

    @Override
    public void readStub(RelocationSite site) {
        site.order = order();
        Ppc64Stubs.read(site);
    }

    @Override
    public int stubSize(RelocationSite site) {
        return Ppc64Stubs.size(site);
    }

    @Override
    public int irelativeType() {
        return 248;
    }

    @Override
    public int relativeType() {
        return 22;
    }

    /** No-operations, and the traps of lld. */
    @Override
    int fillSize(byte[] code, int at, int to) {
        int word = at + 4 <= to ? word(code, at) : 0;
        return word == Ppc64Fields.NOP || word == Ppc64Fields.TRAP ? 4 : 0;
    }
}
