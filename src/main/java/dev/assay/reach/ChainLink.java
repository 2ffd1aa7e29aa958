package dev.assay.reach;

import java.util.Optional;

/**
 * One step on the way from the entry point to a place.
 *
 * @param address virtual address where the code or the data begins, unsigned
 * @param symbol its name, when a symbol table names it, or a member that is placed for certain
 * @param archive the archive of the member that lies there, when a link map says so
 * @param member that member
 */
public record ChainLink(long address, Optional<String> symbol, Optional<String> archive, Optional<String> member) {

    /** {@return the step for people: its symbol, else its member, else its address} */
    public String displayed() {
        if (symbol.isPresent()) {
            return symbol.get();
        }
        String hex = "0x" + Long.toHexString(address);
        return member.isPresent() ? archive.orElse("") + "(" + member.get() + ") at " + hex : hex;
    }
}
