package dev.assay.rules;

import dev.assay.linkage.ArchiveMemberFacts.Content;
import dev.assay.linkage.Linkage;
import dev.assay.linkage.Linkage.Stack;
import java.util.List;
import java.util.Set;

/** executable-stack: no thread runs on a stack that may be executed. Page: docs/rules/executable-stack.md */
final class ExecutableStack implements Rule {
    static final String NAME = "executable-stack";
    /**
     * Machines whose kernel and whose C libraries give a stack that is not executable where nothing is said. Elsewhere
     * one of the two may not: kernel arch/x86/include/asm/elf.h (x86-64 since 5.8 only, i386 never) and
     * arch/arm/kernel/elf.c; glibc sysdeps/MACHINE/stackinfo.h, DEFAULT_STACK_PERMS.
     */
    private static final Set<String> NOT_EXECUTABLE_BY_DEFAULT = Set.of("aarch64", "loongarch64");

    /** Machines where GNU ld takes a member that says nothing for one that needs none: bfd, elf_backend_default_execstack. */
    private static final Set<String> NO_NOTE_NEEDED =
            Set.of("aarch64", "loongarch64", "ppc64", "ppc64le", "riscv32", "riscv64");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String summary() {
        return "the stack may not be executed (PT_GNU_STACK)";
    }

    @Override
    public Ruling judge(Facts facts, RuleSet ruleSet) {
        return switch (facts.linkage().form()) {
            case STATIC, STATIC_PIE, DYNAMIC, OPAQUE -> judge(facts);
            case SHARED_OBJECT, RELOCATABLE, CORE, ARCHIVE, NOT_ELF, MALFORMED -> Ruling.notApplicable();
        };
    }

    private static Ruling judge(Facts facts) {
        Linkage linkage = facts.linkage();
        return switch (linkage.stack()) {
            case NOT_EXECUTABLE -> Ruling.kept();
            case EXECUTABLE ->
                Ruling.brokenBy(
                        List.of(
                                blamed(
                                        facts,
                                        Observation.of(
                                                        "PT_GNU_STACK asks for a stack that may be executed (PF_X)",
                                                        "program headers",
                                                        "PT_GNU_STACK")
                                                .mendedBy(
                                                        "an object without a .note.GNU-stack section, or a nested function in C, asks for it:"
                                                                + " link with --warn-execstack to see which, or with -z noexecstack if it needs none"))));
            case UNSTATED ->
                NOT_EXECUTABLE_BY_DEFAULT.contains(linkage.machine())
                        ? Ruling.kept()
                        : Ruling.brokenBy(List.of(unstated(linkage.machine())));
        };
    }

    private static Observation blamed(Facts facts, Observation seen) {
        if (!facts.linkage().heedsStackNotes()) {
            return seen;
        }
        Observation asked = Blame.on(
                seen,
                facts,
                member -> member.facts().stack() == Stack.EXECUTABLE,
                "asks for it with an executable .note.GNU-stack");
        return asked.member().isPresent()
                ? asked
                : Blame.on(
                        seen,
                        facts,
                        member -> member.facts().content() == Content.OBJECT
                                && member.facts().stack() == Stack.UNSTATED
                                && needsNote(member.facts().machine()),
                        "has no .note.GNU-stack, which the linker takes for a wish to execute the stack");
    }

    /** {@return whether a member without .note.GNU-stack makes the stack executable} */
    static boolean needsNote(String machine) {
        return !NO_NOTE_NEEDED.contains(machine);
    }

    private static Observation unstated(String machine) {
        return Observation.of(
                        "there is no PT_GNU_STACK: on " + machine
                                + " the default of kernel or C library may be a stack that can be executed",
                        "program headers",
                        "no PT_GNU_STACK")
                .mendedBy("link with -z noexecstack");
    }
}
