package dev.assay.input;

/**
 * What a package says of others, as it writes it.
 *
 * @param field Debian's field ({@code Depends}, {@code Built-Using}) or RPM's tag as a spec file writes it ({@code
 *     Requires}, {@code Obsoletes})
 * @param text Debian: the field's value, folded lines joined by blanks; RPM: one dependency, {@code qemu-user = 2:8.1.0-1}
 */
public record WrittenRelation(String field, String text) {}
