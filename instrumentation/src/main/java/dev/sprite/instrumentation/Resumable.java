package dev.sprite.instrumentation;

import java.util.Map;
import java.util.Set;

/**
 * A class with resume code.
 *
 * @param sites those that have it, by method (name and descriptor, run together)
 */
public record Resumable(Instrumented instrumented, Map<String, Set<Integer>> sites) {}
