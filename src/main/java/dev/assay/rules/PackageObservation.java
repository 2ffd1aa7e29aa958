package dev.assay.rules;

import dev.assay.packaging.BinaryPackage;
import java.util.Optional;

/**
 * What a rule saw in a package, or between packages.
 *
 * @param packagePath of the package file; empty for what lies between packages
 * @param ruling whether the rule is broken there, or could not be proved
 * @param seen what was seen
 */
record PackageObservation(Optional<String> packagePath, Finding.Kind ruling, Observation seen) {

    /** {@return something that breaks the rule in a package} */
    static PackageObservation broken(BinaryPackage owner, Observation seen) {
        return new PackageObservation(Optional.of(owner.path()), Finding.Kind.BROKEN, seen);
    }

    /** {@return something in a package that the rule cannot decide} */
    static PackageObservation unproved(BinaryPackage owner, Observation seen) {
        return new PackageObservation(Optional.of(owner.path()), Finding.Kind.UNPROVED, seen);
    }

    /** {@return something between packages that breaks the rule} */
    static PackageObservation between(Observation seen) {
        return new PackageObservation(Optional.empty(), Finding.Kind.BROKEN, seen);
    }
}
