package dev.assay.provenance;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What hardening compilers put into calls, as the link map shows it: the function that a damaged stack guard calls, and the
 * variants of functions that check a buffer's size (glibc, debug/stack_chk_fail.c and debug/*_chk.c; -fstack-protector,
 * _FORTIFY_SOURCE). A variant in the image shows that some code asks for it, and not that all does.
 *
 * @param stackProtector whether the function is there that a damaged guard calls
 * @param fortified names of the functions of which there is a checked variant, sorted
 */
public record CheckedVariants(boolean stackProtector, List<String> fortified) {
    private static final String LIBC = "libc.a";
    private static final String STACK = "stack_chk_fail";
    /** {@code memcpy_chk.o}, {@code memcpy_chk-nonshared.o}. */
    private static final Pattern VARIANT = Pattern.compile("_*(\\w+?)_chk(-nonshared)?\\.o");

    public CheckedVariants {
        fortified = List.copyOf(fortified);
    }

    /** {@return what a link map shows} */
    public static CheckedVariants of(LinkMap map) {
        boolean stack = false;
        Set<String> functions = new TreeSet<>();
        for (Placement placement : map.placements()) {
            InputSectionId section = placement.section();
            if (placement.executable() && section.origin().archiveName().equals(LIBC)) {
                Matcher variant = VARIANT.matcher(section.member());
                stack |= section.member().startsWith(STACK);
                if (variant.matches()) {
                    functions.add(variant.group(1));
                }
            }
        }
        return new CheckedVariants(stack, List.copyOf(functions));
    }
}
