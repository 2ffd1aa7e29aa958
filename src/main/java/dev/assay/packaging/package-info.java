/** Package metadata as values: relations, version order. */
package dev.assay.packaging;
