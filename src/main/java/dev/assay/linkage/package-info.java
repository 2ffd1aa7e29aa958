/** What the headers say of how an image starts. Facts, no opinion. */
package dev.assay.linkage;
