package dev.assay.reach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.MalformedFileException;
import dev.assay.Origin;
import dev.assay.elf.ElfBuilder;
import dev.assay.elf.Image;
import dev.assay.elf.Machine;
import dev.assay.elf.Segment;
import dev.assay.provenance.Connections;
import dev.assay.provenance.Connections.PlacedSymbol;
import dev.assay.provenance.Coverage;
import dev.assay.provenance.Evidence;
import dev.assay.provenance.InputSectionId;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.Placement;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images of three functions of 32 bytes each: what is entered, what may lead on, and what names a string of glibc. */
class HazardsTest {
    private static final long SEED = 5;
    private static final int RX = Segment.PF_R | Segment.PF_X;
    private static final int RW = Segment.PF_R | Segment.PF_W;
    private static final long ENTRY = 0x401000;
    private static final long MIDDLE = 0x401020;
    private static final long LOADER = 0x401040;
    private static final long STRINGS = 0x402000;
    private static final long DATA = 0x403000;

    private static final byte[] NSS = "libnss_%s.so%s\0".getBytes(StandardCharsets.US_ASCII);

    private final ByteBuffer code = ByteBuffer.allocate(96).order(ByteOrder.LITTLE_ENDIAN);
    private final ByteBuffer data = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    private byte[] strings = NSS;

    HazardsTest() {
        Arrays.fill(code.array(), (byte) 0x90);
        ret(ENTRY);
        ret(MIDDLE);
        lea(LOADER, STRINGS);
    }

    private void call(long from, long to) {
        at(from).put((byte) 0xe8).putInt((int) (to - from - 5)).put((byte) 0xc3);
    }

    private void lea(long from, long to) {
        at(from).put(new byte[] {0x48, (byte) 0x8d, 0x3d})
                .putInt((int) (to - from - 7))
                .put((byte) 0xc3);
    }

    private void compare(long from, long to) {
        at(from).put(new byte[] {0x48, (byte) 0x83, 0x3d})
                .putInt((int) (to - from - 8))
                .put((byte) 0)
                .put((byte) 0xc3);
    }

    private void ret(long from) {
        at(from).put((byte) 0xc3);
    }

    private ByteBuffer at(long address) {
        return code.position((int) (address - ENTRY));
    }

    private void pointer(long at, long to) {
        data.putLong((int) (at - DATA), to);
    }

    private Image image(Machine machine) throws MalformedFileException {
        return ElfBuilder.of(machine)
                .load(RX, ENTRY, code.array())
                .load(Segment.PF_R, STRINGS, strings)
                .load(RW, DATA, data.array())
                .image();
    }

    private Image named(String first, String second, String third) throws MalformedFileException {
        return ElfBuilder.of(Machine.X86_64)
                .load(RX, ENTRY, code.array())
                .load(Segment.PF_R, STRINGS, strings)
                .load(RW, DATA, data.array())
                .section(".text", 1, ENTRY, new byte[0])
                .symbol(first, ENTRY)
                .symbol(second, MIDDLE)
                .symbol(third, LOADER)
                .image();
    }

    private List<Hazard> hazards() throws MalformedFileException {
        return Hazards.of(image(Machine.X86_64), Optional.empty());
    }

    private static List<String> way(Hazard hazard) {
        return hazard.chain().stream().map(ChainLink::displayed).toList();
    }

    @Test
    void whatIsCalledFromTheEntryPointIsReachedAndTheWayIsTold() throws MalformedFileException {
        call(ENTRY, MIDDLE);
        call(MIDDLE, LOADER);
        Hazard hazard = hazards().get(0);
        assertThat(hazard.kind()).isEqualTo(HazardKind.NSS);
        assertThat(hazard.reachable()).isEqualTo(Reachability.YES);
        assertThat(way(hazard)).containsExactly("0x401000", "0x401020", "0x401040");
        assertThat(hazard.address()).isEqualTo(LOADER);
    }

    @Test
    void whatOnlyDeadCodeCallsIsNotReached() throws MalformedFileException {
        call(MIDDLE, LOADER);
        Image image = named("_start", "dead", "load");
        assertThat(Hazards.of(image, Optional.empty()))
                .extracting(Hazard::reachable)
                .containsExactly(Reachability.NO);
        assertThat(Hazards.of(image, Optional.empty()).get(0).chain()).isEmpty();
    }

    @Test
    void whereNothingTellsFunctionsApartDeadCodeIsNotKnownToBeDead() throws MalformedFileException {
        call(MIDDLE, LOADER);
        assertThat(hazards()).extracting(Hazard::reachable).containsExactly(Reachability.UNKNOWN);
    }

    /** As .plt ends, whose fill data points to, and .text begins. */
    private Reachability ofWhatLiesBehindTheGap(byte... first) throws MalformedFileException {
        pointer(DATA, ENTRY + 1);
        Image image = ElfBuilder.of(Machine.X86_64)
                .load(RX, ENTRY, first)
                .load(RX, LOADER, Arrays.copyOfRange(code.array(), (int) (LOADER - ENTRY), code.capacity()))
                .load(Segment.PF_R, STRINGS, strings)
                .load(RW, DATA, data.array())
                .section(".text", 1, ENTRY, new byte[0])
                .symbol("load", LOADER)
                .image();
        return Hazards.of(image, Optional.empty()).get(0).reachable();
    }

    @Test
    void whatEndsBeforeAGapDoesNotFallIntoWhatBeginsBehindIt() throws MalformedFileException {
        byte ret = (byte) 0xc3;
        byte nop = (byte) 0x90;
        byte push = 0x50;
        assertThat(ofWhatLiesBehindTheGap(ret, nop, nop)).isEqualTo(Reachability.NO);
        assertThat(ofWhatLiesBehindTheGap(ret, push, nop)).isEqualTo(Reachability.UNKNOWN);
    }

    @Test
    void codeBeforeAllThatIsKnownToBeginIsReadToo() throws MalformedFileException {
        byte noInstruction = 0x06;
        byte[] notes = {noInstruction, (byte) 0x90, (byte) 0x90, (byte) 0x90};
        call(ENTRY, LOADER);
        byte[] loaded = new byte[notes.length + code.capacity()];
        System.arraycopy(notes, 0, loaded, 0, notes.length);
        System.arraycopy(code.array(), 0, loaded, notes.length, code.capacity());
        Image image = ElfBuilder.of(Machine.X86_64)
                .load(RX, ENTRY - notes.length, loaded)
                .load(Segment.PF_R, STRINGS, strings)
                .entry(ENTRY)
                .image();
        assertThat(Hazards.of(image, Optional.empty()))
                .extracting(Hazard::reachable)
                .containsExactly(Reachability.YES);
    }

    @Test
    void codeBeforeAllThatIsKnownToBeginMayBeJumpedTo() throws MalformedFileException {
        call(ENTRY, LOADER);
        at(MIDDLE).put((byte) 0xe9).putInt((int) (ENTRY - MIDDLE - 5)); // jmp
        Image image = ElfBuilder.of(Machine.X86_64)
                .load(RX, ENTRY, code.array())
                .load(Segment.PF_R, STRINGS, strings)
                .section(".text", 1, ENTRY, new byte[0])
                .symbol("load", LOADER)
                .entry(MIDDLE)
                .image();
        assertThat(Hazards.of(image, Optional.empty()))
                .extracting(Hazard::reachable)
                .containsExactly(Reachability.YES);
    }

    @Test
    void aFunctionWhoseAddressIsFormedIsReached() throws MalformedFileException {
        lea(ENTRY, LOADER);
        assertThat(hazards()).extracting(Hazard::reachable).containsExactly(Reachability.YES);
    }

    @Test
    void aTableThatNothingNamesLeavesItUnknown() throws MalformedFileException {
        pointer(DATA, LOADER);
        assertThat(hazards()).extracting(Hazard::reachable).containsExactly(Reachability.UNKNOWN);
    }

    @Test
    void aTableThatIsNamedLeadsThere() throws MalformedFileException {
        pointer(DATA, LOADER);
        lea(ENTRY, DATA);
        Hazard hazard = hazards().get(0);
        assertThat(hazard.reachable()).isEqualTo(Reachability.YES);
        assertThat(way(hazard)).containsExactly("0x401000", "0x403000", "0x401040");
    }

    @Test
    void whatLiesBehindTheFirstWordOfATableMayBeAnothers() throws MalformedFileException {
        pointer(DATA, MIDDLE);
        pointer(DATA + 8, LOADER);
        lea(ENTRY, DATA);
        assertThat(hazards()).extracting(Hazard::reachable).containsExactly(Reachability.UNKNOWN);
    }

    @Test
    void aTableReachesAsFarAsItsInputSection() throws MalformedFileException {
        pointer(DATA, MIDDLE);
        pointer(DATA + 8, LOADER);
        lea(ENTRY, DATA);
        assertThat(Hazards.of(image(Machine.X86_64), Optional.of(placed(DATA, 16))))
                .extracting(Hazard::reachable)
                .containsExactly(Reachability.YES);
        assertThat(Hazards.of(image(Machine.X86_64), Optional.of(placed(DATA, 8))))
                .extracting(Hazard::reachable)
                .containsExactly(Reachability.UNKNOWN);
    }

    @Test
    void aTableThatNothingNamesBehindOneOfItsInputSectionIsAnother() throws MalformedFileException {
        pointer(DATA, MIDDLE);
        pointer(DATA + 8, LOADER);
        lea(ENTRY, DATA);
        assertThat(Hazards.of(image(Machine.X86_64), Optional.of(placed(DATA, 16, DATA, DATA + 8))))
                .extracting(Hazard::reachable)
                .containsExactly(Reachability.UNKNOWN);
        assertThat(Hazards.of(image(Machine.X86_64), Optional.of(placed(DATA, 16, DATA))))
                .extracting(Hazard::reachable)
                .containsExactly(Reachability.YES);
    }

    private static LinkMap placed(long address, long size, long... symbols) {
        InputSectionId section = new InputSectionId(Origin.ofPath("/usr/lib/libx.a"), "table.o", ".data");
        Placement placement =
                new Placement(section, address, size, false, Evidence.EXACT, List.of(), List.of(section.origin()));
        Connections connections = new Connections(
                Arrays.stream(symbols)
                        .mapToObj(symbol -> new PlacedSymbol("table" + symbol, symbol, 0))
                        .toList(),
                List.of());
        return new LinkMap(List.of(placement), List.of(), List.of(), List.of(), Coverage.unexplained(0), connections);
    }

    @Test
    void theArrayOfConstructorsReachesAsFarAsItsHeaderSays() throws MalformedFileException {
        pointer(DATA, MIDDLE);
        pointer(DATA + 8, LOADER);
        lea(ENTRY, DATA);
        Image image = ElfBuilder.of(Machine.X86_64)
                .load(RX, ENTRY, code.array())
                .load(Segment.PF_R, STRINGS, strings)
                .load(RW, DATA, data.array())
                .section(".init_array", 14, DATA, new byte[16])
                .image();
        assertThat(Hazards.of(image, Optional.empty()))
                .extracting(Hazard::reachable)
                .containsExactly(Reachability.YES);
    }

    @Test
    void whereAnArrayEndsTheTableThatBeginsThereIsNotNamed() throws MalformedFileException {
        pointer(DATA, MIDDLE);
        pointer(DATA + 8, LOADER);
        at(ENTRY).put(new byte[] {0x48, (byte) 0x8d, 0x3d}).putInt((int) (DATA - ENTRY - 7)); // lea array, %rdi
        lea(ENTRY + 7, DATA + 8); // lea array + 8, %rdi
        assertThat(hazards()).extracting(Hazard::reachable).containsExactly(Reachability.UNKNOWN);
        lea(MIDDLE, DATA + 8);
        assertThat(hazards()).extracting(Hazard::reachable).containsExactly(Reachability.YES);
    }

    @Test
    void bytesThatAreNoInstructionsProveNothing() throws MalformedFileException {
        at(ENTRY).put(new byte[] {0x06, (byte) 0xc3});
        assertThat(hazards()).extracting(Hazard::reachable).containsExactly(Reachability.UNKNOWN);
    }

    @Test
    void aStringThatNoCodeNamesIsNoHazard() throws MalformedFileException {
        ret(LOADER);
        at(LOADER + 1).put(new byte[31]);
        assertThat(hazards()).isEmpty();
    }

    @Test
    void theWordsOfTheCLibraryInDataAreNoHazard() throws MalformedFileException {
        strings = "getpwnam\0dlopen\0/etc/nsswitch.conf.txt\0".getBytes(StandardCharsets.US_ASCII);
        assertThat(hazards()).isEmpty();
    }

    /** As musl's: its dlopen has neither the message nor a loader. */
    @Test
    void theMessageOfDlopenWithoutTheRestOfGlibcIsNoHazard() throws MalformedFileException {
        strings = "invalid mode parameter\0".getBytes(StandardCharsets.US_ASCII);
        call(ENTRY, LOADER);
        assertThat(hazards()).isEmpty();
    }

    @Test
    void aWordThatIsOnlyComparedDoesNotMakeDlopenReachable() throws MalformedFileException {
        strings = "invalid mode parameter\0gconv_init\0".getBytes(StandardCharsets.US_ASCII);
        pointer(DATA, LOADER);
        compare(ENTRY, DATA);
        assertThat(hazards()).extracting(Hazard::reachable).containsExactly(Reachability.NO);
        lea(MIDDLE, DATA);
        assertThat(hazards()).extracting(Hazard::reachable).containsExactly(Reachability.UNKNOWN);
    }

    /** _dlfcn_hook: dlopen first, dlmopen ninth. */
    private void hooks(long table) {
        String first = "invalid mode parameter\0gconv_init\0";
        strings = (first + "invalid namespace\0").getBytes(StandardCharsets.US_ASCII);
        lea(MIDDLE, STRINGS + first.length());
        for (int i = 0; i < 9; i++) {
            pointer(table + 8L * i, i == 0 ? LOADER : MIDDLE);
        }
    }

    private Reachability ofDlopen() throws MalformedFileException {
        return hazards().stream()
                .filter(hazard -> hazard.kind() == HazardKind.DLOPEN)
                .map(Hazard::reachable)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theTableOfHooksOfGlibcIsNoCallOfDlopen() throws MalformedFileException {
        hooks(DATA);
        pointer(DATA, LOADER);
        assertThat(Hazards.of(named("_start", "dlmopen", "dlopen"), Optional.empty()))
                .extracting(Hazard::reachable)
                .containsExactly(Reachability.NO);
        pointer(DATA + 200, LOADER);
        assertThat(Hazards.of(named("_start", "dlmopen", "dlopen"), Optional.empty()))
                .extracting(Hazard::reachable)
                .containsExactly(Reachability.UNKNOWN);
    }

    @Test
    void whatLiesBehindTheHooksIsNoneOfThem() throws MalformedFileException {
        hooks(DATA);
        pointer(DATA + 72, LOADER); // as .init_array where mold lays it there
        assertThat(ofDlopen()).isEqualTo(Reachability.UNKNOWN);
    }

    @Test
    void aProgramsOwnTableOfTheShapeOfTheHooksIsOneOfTwo() throws MalformedFileException {
        hooks(DATA);
        hooks(DATA + 96);
        assertThat(ofDlopen()).isEqualTo(Reachability.UNKNOWN);
    }

    @Test
    void aTableThatDoesNotHoldDlmopenWhereTheHooksDoIsNoneOfThem() throws MalformedFileException {
        hooks(DATA);
        pointer(DATA + 64, ENTRY);
        pointer(DATA + 72, MIDDLE);
        assertThat(ofDlopen()).isEqualTo(Reachability.UNKNOWN);
    }

    private void word(long at, long value) {
        data.putInt((int) (at - DATA), (int) value);
    }

    private List<Reachability> ofFunctionsWithSymbols() throws MalformedFileException {
        return Hazards.of(named("_start", "other", "load"), Optional.empty()).stream()
                .map(Hazard::reachable)
                .toList();
    }

    @Test
    void aDistanceFromTheTableThatCodeNamesLeavesItUnknown() throws MalformedFileException {
        lea(ENTRY, DATA);
        word(DATA, MIDDLE + 1 - DATA);
        word(DATA + 4, LOADER - DATA);
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.UNKNOWN);
    }

    @Test
    void aTableWhoseAddressIsReadFromAWordIsNamedToo() throws MalformedFileException {
        long table = DATA + 33; // no word of it is told by its place alone
        word(table, MIDDLE + 1 - table);
        word(table + 4, LOADER - table);
        pointer(DATA + 8, table);
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.NO);
        at(ENTRY)
                .put(new byte[] {0x48, (byte) 0x8b, 0x3d}) // mov DATA + 8, %rdi
                .putInt((int) (DATA + 8 - ENTRY - 7))
                .put((byte) 0xc3);
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.UNKNOWN);
    }

    @Test
    void aTableOfDistancesEndsWhereTheNextNamedOneBegins() throws MalformedFileException {
        lea(ENTRY, DATA);
        lea(MIDDLE, DATA + 4);
        word(DATA, ENTRY + 1 - DATA);
        word(DATA + 4, LOADER - DATA);
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.NO);
    }

    @Test
    void aDistanceFromItselfLeavesItUnknown() throws MalformedFileException {
        word(DATA + 20, LOADER - (DATA + 20));
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.UNKNOWN);
        word(DATA + 20, LOADER + 1 - (DATA + 20));
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.NO);
    }

    @Test
    void threeDistancesFromTheEntryPointLeaveItUnknown() throws MalformedFileException {
        word(DATA + 16, MIDDLE - ENTRY);
        word(DATA + 20, MIDDLE - ENTRY);
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.NO);
        word(DATA + 24, LOADER - ENTRY);
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.UNKNOWN);
    }

    @Test
    void anAddressInFourBytesLeavesItUnknown() throws MalformedFileException {
        word(DATA + 20, LOADER);
        word(DATA + 24, 7); // else the eight bytes are a pointer
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.UNKNOWN);
    }

    /** lea base, %rbx; movslq DATA + 32, %rax; add %rbx, %rax; call *%rax. */
    private void callDistanceFrom(long base) {
        at(ENTRY).put(new byte[] {0x48, (byte) 0x8d, 0x1d}).putInt((int) (base - ENTRY - 7));
        at(ENTRY + 7).put(new byte[] {0x48, 0x63, 0x05}).putInt((int) (DATA + 32 - ENTRY - 14));
        at(ENTRY + 14).put(new byte[] {0x48, 0x01, (byte) 0xd8, (byte) 0xff, (byte) 0xd0, (byte) 0xc3});
    }

    private void onlyTheDistanceToTheLoaderCountsFrom(long base) throws MalformedFileException {
        callDistanceFrom(base);
        word(DATA + 32, LOADER + 1 - base);
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.NO);
        word(DATA + 32, LOADER - base);
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.UNKNOWN);
    }

    @Test
    void aDistanceFromAnotherFunctionThatCodeAddsToLeavesItUnknown() throws MalformedFileException {
        onlyTheDistanceToTheLoaderCountsFrom(MIDDLE);
    }

    @Test
    void aDistanceFromTheBeginningOfTheFunctionItselfLeavesItUnknown() throws MalformedFileException {
        onlyTheDistanceToTheLoaderCountsFrom(ENTRY);
    }

    @Test
    void aDistanceToWhatLeadsThereLeavesItUnknown() throws MalformedFileException {
        callDistanceFrom(LOADER + 0x10);
        call(MIDDLE, LOADER);
        ret(LOADER + 0x10);
        word(DATA + 32, MIDDLE + 1 - (LOADER + 0x10));
        assertThat(withFourth()).containsExactly(Reachability.NO);
        word(DATA + 32, MIDDLE - (LOADER + 0x10));
        assertThat(withFourth()).containsExactly(Reachability.UNKNOWN);
    }

    private List<Reachability> withFourth() throws MalformedFileException {
        Image image = ElfBuilder.of(Machine.X86_64)
                .load(RX, ENTRY, code.array())
                .load(Segment.PF_R, STRINGS, strings)
                .load(RW, DATA, data.array())
                .section(".text", 1, ENTRY, new byte[0])
                .symbol("_start", ENTRY)
                .symbol("other", MIDDLE)
                .symbol("load", LOADER)
                .symbol("base", LOADER + 0x10)
                .image();
        return Hazards.of(image, Optional.empty()).stream()
                .map(Hazard::reachable)
                .toList();
    }

    @Test
    void aDistanceInTwoBytesLeavesItUnknownToo() throws MalformedFileException {
        callDistanceFrom(MIDDLE);
        data.putInt(50, 0x55550000 | (int) (LOADER - MIDDLE));
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.UNKNOWN);
    }

    @Test
    void aDistanceInTheLastTwoBytesOfASegmentIsOneToo() throws MalformedFileException {
        callDistanceFrom(MIDDLE);
        data.putShort(data.capacity() - 2, (short) (LOADER + 1 - MIDDLE));
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.NO);
        data.putShort(data.capacity() - 2, (short) (LOADER - MIDDLE));
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.UNKNOWN);
    }

    @Test
    void aBaseThatNothingIsAddedToCountsForNothing() throws MalformedFileException {
        callDistanceFrom(MIDDLE);
        at(ENTRY + 14).put(new byte[] {0x48, 0x01, (byte) 0xc8}); // add %rcx, %rax
        word(DATA + 32, LOADER - MIDDLE);
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.NO);
    }

    @Test
    void aFixedAddressOfAFunctionAddedAsANumberIsABase() throws MalformedFileException {
        word(DATA + 32, LOADER - MIDDLE);
        at(ENTRY).put(new byte[] {0x48, 0x05}).putInt((int) MIDDLE).put(new byte[] {(byte) 0xff, (byte) 0xe0});
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.UNKNOWN);
        at(ENTRY).put(new byte[] {0x48, 0x3d}); // cmp $MIDDLE, %rax
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.NO);
    }

    @Test
    void onAarch64ADistanceFromAnotherFunctionThatCodeAddsToLeavesItUnknown() throws MalformedFileException {
        Arrays.fill(code.array(), (byte) 0);
        at(ENTRY)
                .putInt(0x90000001) // adrp x1, 0x401000
                .putInt(0x91008021) // add x1, x1, #0x20
                .putInt(0x8b010000) // add x0, x0, x1
                .putInt(0xd61f0000); // br x0
        at(MIDDLE).putInt(0xd65f03c0);
        at(LOADER).putInt(0xb0000000).putInt(0x91000000).putInt(0xd65f03c0);
        word(DATA + 32, LOADER - MIDDLE);
        assertThat(hazardsOn(Machine.AARCH64)).containsExactly(Reachability.UNKNOWN);
        at(ENTRY + 8).putInt(0x8b020000); // add x0, x0, x2
        assertThat(hazardsOn(Machine.AARCH64)).containsExactly(Reachability.NO);
    }

    /** movabs $distance, %rax: what the large code model adds to an address that it formed before. */
    @Test
    void aDistanceInEightBytesOfCodeLeavesItUnknown() throws MalformedFileException {
        call(MIDDLE, LOADER);
        at(ENTRY).put(new byte[] {0x48, (byte) 0xb8}).putLong(LOADER - DATA).put((byte) 0xc3);
        Image image = named("_start", "dead", "load");
        assertThat(Hazards.of(image, Optional.empty()))
                .extracting(Hazard::reachable)
                .containsExactly(Reachability.UNKNOWN);
        at(ENTRY)
                .put(new byte[] {0x48, (byte) 0xb8})
                .putLong(0x123456789abcdefL)
                .put((byte) 0xc3);
        assertThat(Hazards.of(named("_start", "dead", "load"), Optional.empty()))
                .extracting(Hazard::reachable)
                .containsExactly(Reachability.NO);
    }

    @Test
    void aCallIntoTheMiddleOfAnInstructionProvesNothing() throws MalformedFileException {
        call(ENTRY, MIDDLE + 2);
        at(MIDDLE).put(new byte[] {0x48, (byte) 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, (byte) 0xc3}); // mov $0, %rax; ret
        assertThat(ofFunctionsWithSymbols()).containsExactly(Reachability.UNKNOWN);
    }

    /** Its pointers are of four bytes, and nothing here reads those. */
    @Test
    void ofX32OnlyTheStringTells() throws MalformedFileException {
        pointer(DATA, LOADER);
        assertThat(Hazards.of(image(Machine.X32), Optional.empty()))
                .extracting(Hazard::reachable)
                .containsExactly(Reachability.UNKNOWN);
    }

    @Test
    void onAarch64AJumpThatLeadsAwayWithAPageLeavesItUnknown() throws MalformedFileException {
        Arrays.fill(code.array(), (byte) 0);
        at(ENTRY)
                .putInt(0x90000000) // adrp x0, 0x401000
                .putInt(0xb4000041) // cbz x1, .+8: there the rest may be another
                .putInt(0x91008000) // add x0, x0, #0x20
                .putInt(0xd65f03c0);
        at(MIDDLE).putInt(0xd65f03c0);
        at(LOADER).putInt(0xb0000000).putInt(0x91000000).putInt(0xd65f03c0);
        assertThat(hazardsOn(Machine.AARCH64)).containsExactly(Reachability.UNKNOWN);
        at(ENTRY + 4).putInt(0xd503201f); // nop
        assertThat(hazardsOn(Machine.AARCH64)).containsExactly(Reachability.NO);
    }

    private List<Reachability> hazardsOn(Machine machine) throws MalformedFileException {
        Image image = ElfBuilder.of(machine)
                .load(RX, ENTRY, code.array())
                .load(Segment.PF_R, STRINGS, strings)
                .load(RW, DATA, data.array())
                .section(".text", 1, ENTRY, new byte[0])
                .symbol("_start", ENTRY)
                .symbol("other", MIDDLE)
                .symbol("load", LOADER)
                .image();
        return Hazards.of(image, Optional.empty()).stream()
                .map(Hazard::reachable)
                .toList();
    }

    @Test
    void onAarch64APageAndItsRestNameTheString() throws MalformedFileException {
        Arrays.fill(code.array(), (byte) 0);
        at(ENTRY).putInt(0x94000010).putInt(0xd65f03c0); // bl LOADER; ret
        at(LOADER).putInt(0xb0000000).putInt(0x91000000).putInt(0xd65f03c0); // adrp x0, STRINGS; add x0, x0, #0; ret
        Hazard hazard = Hazards.of(image(Machine.AARCH64), Optional.empty()).get(0);
        assertThat(hazard.reachable()).isEqualTo(Reachability.YES);
        assertThat(way(hazard)).containsExactly("0x401000", "0x401040");
    }

    @Test
    void onAMachineWhoseInstructionsAreNotKnownTheStringAloneTells() throws MalformedFileException {
        assertThat(Hazards.of(image(Machine.S390X), Optional.empty()))
                .extracting(Hazard::reachable)
                .containsExactly(Reachability.UNKNOWN);
    }

    @Test
    void anOlderGlibcIsToldByWhatItLacks() throws MalformedFileException {
        strings = "/etc/nsswitch.conf\0gconv_init\0".getBytes(StandardCharsets.US_ASCII);
        call(ENTRY, LOADER);
        assertThat(hazards())
                .extracting(Hazard::kind, Hazard::library)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(HazardKind.NSS, Hazard.Glibc.BEFORE_2_34));
    }

    @Test
    void symbolsNameTheWay() throws MalformedFileException {
        call(ENTRY, LOADER);
        Hazard hazard = Hazards.of(named("_start", "other", "__nss_module_load"), Optional.empty())
                .get(0);
        assertThat(hazard.evidence()).isEqualTo("symbol __nss_module_load");
        assertThat(way(hazard)).containsExactly("_start", "__nss_module_load");
    }

    @ParameterizedTest
    @ValueSource(strings = {"X86_64", "AARCH64"})
    void anyCodeAndAnyDataEndInAnAnswer(String machine) throws MalformedFileException {
        Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            random.nextBytes(code.array());
            random.nextBytes(data.array());
            for (int i = 0; i < 8; i++) {
                pointer(DATA + random.nextInt(240), ENTRY + random.nextInt(0x3000));
            }
            assertThat(Hazards.of(image(Machine.valueOf(machine)), Optional.empty())
                            .size())
                    .isLessThan(2);
        }
    }

    @Test
    void aChainLinkIsToldByTheBestNameItHas() {
        Origin libc = Origin.ofPath("usr/lib/libc.a");
        ChainLink placed =
                new ChainLink(0x10, Optional.empty(), Optional.of(libc.archiveName()), Optional.of("getpwnam.o"));
        assertThat(placed.displayed()).isEqualTo("libc.a(getpwnam.o) at 0x10");
        assertThat(new ChainLink(0x10, Optional.of("main"), Optional.empty(), Optional.empty()).displayed())
                .isEqualTo("main");
    }
}
