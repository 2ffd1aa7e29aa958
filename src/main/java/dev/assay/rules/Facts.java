package dev.assay.rules;

import dev.assay.Origin.PackageId;
import dev.assay.linkage.ArchiveMemberFacts;
import dev.assay.linkage.EmbeddedFiles;
import dev.assay.linkage.Linkage;
import dev.assay.packaging.Declaration.Declared;
import dev.assay.provenance.Component;
import dev.assay.provenance.Coverage;
import dev.assay.provenance.LinkMap;
import dev.assay.provenance.ReferenceSummary;
import dev.assay.reach.Culprit;
import dev.assay.reach.Hazard;
import java.util.List;
import java.util.Optional;

/**
 * All that a rule may see of one artifact.
 *
 * @param path the artifact's path as reported
 * @param shippedBy the package that the artifact lies in, when it lies in one
 * @param linkage what its headers say
 * @param components the libraries found in it, named by the rule set that will judge
 * @param coverage how its executable bytes are explained
 * @param linkMap its recovered layout; empty where nothing was matched against references
 * @param references the references that were read for its machine; empty when none
 * @param symbols global functions that its symbol table defines; empty when stripped. Those that no component's
 *     {@code symbols} name may be left out
 * @param hazards what it loads at run time although it is static
 * @param embedded the ELF files that lie inside it
 * @param members of an archive, in their order; empty for any other file
 * @param placed the members that lie in it for certain and whose archives could be read again, where one may be to blame for
 *     something
 * @param declared the sources that its package says it was built with
 */
public record Facts(
        String path,
        Optional<PackageId> shippedBy,
        Linkage linkage,
        List<Component> components,
        Coverage coverage,
        Optional<LinkMap> linkMap,
        List<ReferenceSummary> references,
        List<NamedFunction> symbols,
        List<Hazard> hazards,
        EmbeddedFiles embedded,
        List<ArchiveMemberFacts> members,
        List<Culprit> placed,
        List<Declared> declared) {

    /**
     * A global function that the artifact's symbol table defines.
     *
     * @param name its name, without a version
     * @param address virtual address, unsigned, without the Thumb bit
     * @param size bytes, 0 when not stated
     */
    public record NamedFunction(String name, long address, long size) {}

    public Facts {
        components = List.copyOf(components);
        references = List.copyOf(references);
        symbols = List.copyOf(symbols);
        hazards = List.copyOf(hazards);
        members = List.copyOf(members);
        placed = List.copyOf(placed);
        declared = List.copyOf(declared);
    }

    /**
     * Facts of an artifact of which only the headers are known: no reference read, no component found.
     *
     * @param path the artifact's path as reported
     * @param linkage what its headers say
     * @return the facts
     */
    public static Facts ofHeaders(String path, Linkage linkage) {
        return new Facts(
                path,
                Optional.empty(),
                linkage,
                List.of(),
                Coverage.unexplained(0),
                Optional.empty(),
                List.of(),
                List.of(),
                List.of(),
                EmbeddedFiles.none(),
                List.of(),
                List.of(),
                List.of());
    }

    /** {@return the version of a source that the artifact's package says it was built with} */
    public Optional<String> declaredVersion(String source) {
        return declared.stream()
                .filter(one -> one.source().equals(source) && !one.version().isEmpty())
                .map(Declared::version)
                .findFirst();
    }

    /** {@return the component of that name, when it was found} */
    public Optional<Component> component(String name) {
        return components.stream().filter(found -> found.name().equals(name)).findFirst();
    }
}
