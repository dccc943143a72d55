package dev.sprite.tests.harness;

/** What a process that has ended showed the world. */
public record Result(int status, String stdout, String stderr) {}
