/** The rule-set language, the rules, findings and verdicts. Rules are pure functions of facts; they know no format and no file. */
package dev.assay.rules;
