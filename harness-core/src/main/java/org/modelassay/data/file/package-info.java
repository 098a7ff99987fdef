/**
 * Files of data as plain values: UTF-8 text, lines of JSON, rows. Every mistake in them is told
 * with file, line and remedy. For the packages of {@code data} alone; knows nothing of tasks.
 */
@NullMarked
package org.modelassay.data.file;

import org.jspecify.annotations.NullMarked;
