/** Specs that the tests run; Surefire's patterns do not match their names. */
package org.modelassay.junit.specs;
