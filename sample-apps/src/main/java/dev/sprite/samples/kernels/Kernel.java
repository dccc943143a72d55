package dev.sprite.samples.kernels;

/** A small program with one dominant cost. Stateless between runs, so that every run gives the same result. */
public interface Kernel {
    /** Does the work once and returns a checksum of its result. */
    long run();
}
