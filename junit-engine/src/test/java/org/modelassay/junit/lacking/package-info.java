/** Classes that lack another one. */
package org.modelassay.junit.lacking;
