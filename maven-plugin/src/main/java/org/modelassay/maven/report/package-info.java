/**
 * The report: one HTML page and one Markdown summary, made from the run record alone by FreeMarker
 * templates. Java turns the record into rows of finished text and coordinates; the templates see
 * nothing but those, as maps, lists, strings, numbers and booleans. Knows no Maven.
 */
@NullMarked
package org.modelassay.maven.report;

import org.jspecify.annotations.NullMarked;
