/** Assay: what a static binary needs, and what it is made of, proved from its bytes. */
package dev.assay;
