package dev.assay.packaging;

import dev.assay.linkage.LinkageForm;
import dev.assay.provenance.Component;
import java.util.List;
import java.util.Optional;

/**
 * One side of a comparison.
 *
 * @param set the packages
 * @param images the ELF files, in packages or loose
 */
public record Snapshot(PackageSet set, List<Image> images) {
    /**
     * An ELF file.
     *
     * @param path in its package, or within the folder that was given
     * @param shippedBy name of the package that holds it
     * @param sha256 of its bytes
     * @param form how it starts
     * @param machine as linkage names it
     * @param bytes its size
     * @param components what it is made of
     * @param members those of archives that it has
     */
    public record Image(
            String path,
            Optional<String> shippedBy,
            String sha256,
            LinkageForm form,
            String machine,
            long bytes,
            List<Component> components,
            Members members) {
        public Image {
            components = List.copyOf(components);
        }

        /** {@return whether it is a static program} */
        public boolean isStatic() {
            return form == LinkageForm.STATIC || form == LinkageForm.STATIC_PIE;
        }
    }

    public Snapshot {
        images = List.copyOf(images);
    }
}
