package org.modelassay.junit.lacking;

/** A class that a test takes off the class path. */
public class Absent {}
