/** The command line: picocli commands and exit statuses. */
package dev.assay.cli;
