/** What was found, written for people and for programs: one class a format. */
package dev.assay.report;
