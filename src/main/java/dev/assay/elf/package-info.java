/** The ELF format, through jelf, as the loader sees it: images, relocatable objects, machines and their relocation types. Knows no archive and no rule. */
package dev.assay.elf;
