package org.modelassay.junit.specs.inherited;

/** Inherits everything. */
class EnglishSpec extends ResumeBase {}
