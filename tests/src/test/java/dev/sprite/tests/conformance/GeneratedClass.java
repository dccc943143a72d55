package dev.sprite.tests.conformance;

/** A generated program: its class file, and the seed it comes from. */
record GeneratedClass(long seed, String name, byte[] classFile, int statements) {}
