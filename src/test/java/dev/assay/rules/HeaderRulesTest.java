package dev.assay.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.assay.linkage.Linkage;
import dev.assay.linkage.LinkageForm;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class HeaderRulesTest {
    private static final RuleSet STATIC = shipped("static");

    static RuleSet shipped(String name) {
        try {
            RuleSetText text = ShippedRuleSets.find(name).orElseThrow();
            return RuleSetReader.read(text.source(), text.text(), ShippedRuleSets::find);
        } catch (InvalidRuleSetException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> broken(Consumer<FactsBuilder> change) {
        return judged(change, Finding.Kind.BROKEN);
    }

    private static List<String> unproved(Consumer<FactsBuilder> change) {
        return judged(change, Finding.Kind.UNPROVED);
    }

    private static List<String> judged(Consumer<FactsBuilder> change, Finding.Kind kind) {
        FactsBuilder builder = new FactsBuilder();
        change.accept(builder);
        return STATIC.judge(builder.facts()).stream()
                .filter(finding -> finding.ruling() == kind)
                .map(finding -> finding.rule() + ": " + finding.message())
                .toList();
    }

    @Test
    void aSoundStaticPieKeepsEveryRule() {
        assertThat(STATIC.judge(new FactsBuilder().facts())).isEmpty();
    }

    static Stream<Arguments> breaches() {
        Linkage.DynamicString needed = new Linkage.DynamicString("DT_NEEDED", "libz.so.1", 0x2e0);
        return Stream.of(
                breach(
                        b -> b.interpreter = Optional.of("/lib64/ld.so"),
                        "elf-interpreter: PT_INTERP names /lib64/ld.so: "
                                + "the kernel starts that file, and fails without it"),
                breach(b -> b.needed = List.of(needed), "elf-needed: DT_NEEDED names the shared library libz.so.1"),
                breach(
                        b -> b.loads = List.of(new Linkage.DynamicString("DT_AUDIT", "audit.so", 1)),
                        "elf-loads-object: DT_AUDIT makes the loader open audit.so"),
                breach(
                        b -> b.disagreements =
                                List.of(new Linkage.Disagreement("interpreter", "none", "/lib/ld.so", 64)),
                        "elf-views-disagree: interpreter: program headers say none, section headers say /lib/ld.so"),
                breach(
                        b -> b.undefinedSymbols = List.of("deflate"),
                        "elf-undefined-symbol: the dynamic symbol deflate is undefined and not weak: "
                                + "nothing in the image defines it"),
                breach(
                        b -> b.searchPaths = List.of(new Linkage.DynamicString("DT_RUNPATH", "/opt/\u001b", 1)),
                        "elf-runpath: DT_RUNPATH is /opt/\\u001b: dlopen, NSS and iconv search there, "
                                + "in a static program too"),
                breach(
                        b -> b.textRelocations = Optional.of(new Linkage.DynamicFlag("DF_TEXTREL", 8)),
                        "elf-textrel: DF_TEXTREL is set: relocations change segments that are not writable, "
                                + "code most likely"),
                breach(
                        b -> b.stack = Linkage.Stack.EXECUTABLE,
                        "executable-stack: PT_GNU_STACK asks for a stack that may be executed (PF_X)"),
                breach(
                        b -> b.stack = Linkage.Stack.UNSTATED,
                        "executable-stack: there is no PT_GNU_STACK: on x86-64 the default of kernel or C library "
                                + "may be a stack that can be executed"),
                breach(
                        b -> b.writableCode =
                                List.of(new Linkage.WritableCode(0x401000, 8192, 64, Linkage.Cause.NOT_SHOWN)),
                        "writable-code: PT_LOAD at 0x401000, 8192 bytes, is writable and executable"),
                breach(
                        b -> b.relro = Linkage.Relro.NONE,
                        "no-relro: there is no PT_GNU_RELRO: tables of addresses stay writable while the program runs"),
                breach(
                        b -> {
                            b.form = LinkageForm.STATIC;
                            b.positionIndependent = false;
                        },
                        "no-pie: the image has fixed addresses (ET_EXEC): its code cannot be moved at random"),
                breach(
                        b -> b.form = LinkageForm.SHARED_OBJECT,
                        "not-executable: this is a shared object: it is mapped by programs, and is none"),
                breach(
                        b -> {
                            b.form = LinkageForm.MALFORMED;
                            b.malformation = Optional.of(new Linkage.Malformation("e_phentsize is 57", 54));
                        },
                        "elf-malformed: at file offset 0x36: e_phentsize is 57"));
    }

    private static Arguments breach(Consumer<FactsBuilder> change, String finding) {
        return Arguments.of(change, finding);
    }

    @ParameterizedTest
    @MethodSource("breaches")
    void oneChangeToASoundImageBreaksOneRule(Consumer<FactsBuilder> change, String finding) {
        assertThat(broken(change)).containsExactly(finding);
        assertThat(unproved(change)).isEmpty();
    }

    @Test
    void aStackThatIsUnstatedIsNotExecutableOnAarch64() {
        assertThat(broken(b -> {
                    b.machine = "aarch64";
                    b.stack = Linkage.Stack.UNSTATED;
                }))
                .isEmpty();
    }

    @Test
    void partialRelroIsRelro() {
        assertThat(broken(b -> b.relro = Linkage.Relro.PARTIAL)).isEmpty();
    }

    @Test
    void anUnknownMachineIsADoubt() {
        assertThat(unproved(b -> {
                    b.machine = "unknown-0xfeed";
                    b.machineKnown = false;
                }))
                .containsExactly("not-executable: the machine unknown-0xfeed is not known: "
                        + "what its loader does cannot be told");
    }

    @Test
    void whatIsPackedLeavesEveryQuestionOfTheLoaderOpen() {
        assertThat(unproved(b -> {
                    b.form = LinkageForm.OPAQUE;
                    b.packing =
                            Optional.of(new Linkage.Packing(Optional.of("UPX"), Optional.empty(), "\"UPX!\"", 0xec));
                }))
                .extracting(line -> line.substring(0, line.indexOf(':')))
                .containsExactly("packed", "elf-interpreter", "elf-needed", "elf-loads-object", "elf-undefined-symbol");
    }

    @Test
    void undefinedSymbolsOfADynamicProgramAreItsLibraries() {
        assertThat(broken(b -> {
                    b.form = LinkageForm.DYNAMIC;
                    b.undefinedSymbols = List.of("puts");
                }))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"SHARED_OBJECT", "RELOCATABLE", "CORE", "ARCHIVE", "NOT_ELF"})
    void hardeningIsNotAskedOfWhatIsNoProgram(LinkageForm form) {
        assertThat(broken(b -> {
                    b.form = form;
                    b.stack = Linkage.Stack.UNSTATED;
                    b.relro = Linkage.Relro.NONE;
                    b.positionIndependent = false;
                }))
                .singleElement()
                .asString()
                .startsWith("not-executable: ");
    }

    @ParameterizedTest
    @EnumSource
    void onlyProgramsThatStartByThemselvesCanPass(LinkageForm form) {
        Facts facts = new FactsBuilder().form(form).facts();
        Verdict verdict = STATIC.verdict(facts, STATIC.judge(facts), Severity.ERROR);
        boolean mayPass = form == LinkageForm.STATIC || form == LinkageForm.STATIC_PIE;
        assertThat(verdict == Verdict.PASS).isEqualTo(mayPass);
    }
}
