package dev.sprite.tests.conformance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Makes a failing program small: leaves out of it whatever it fails without. */
final class Reducer {
    private final Conformance conformance;
    private final long seed;
    private final int statements;
    private int candidates;

    Reducer(Conformance conformance, GeneratedClass failing) {
        this.conformance = conformance;
        seed = failing.seed();
        statements = failing.statements();
    }

    GeneratedClass reduce() {
        Set<Integer> omitted = new TreeSet<>();
        for (int chunk = Integer.highestOneBit(statements); chunk > 0; chunk /= 2) {
            Set<Integer> more = oneMoreChunk(omitted, chunk);
            while (more != null) {
                omitted = more;
                more = oneMoreChunk(omitted, chunk);
            }
        }
        return candidate(omitted);
    }

    /** With one more chunk left out it still fails; null if there is none such. */
    private Set<Integer> oneMoreChunk(Set<Integer> omitted, int chunk) {
        List<Set<Integer>> choices = new ArrayList<>();
        List<GeneratedClass> programs = new ArrayList<>();
        for (int from = 0; from < statements; from += chunk) {
            Set<Integer> choice = new HashSet<>(omitted);
            for (int i = from; i < Math.min(statements, from + chunk); i++) {
                choice.add(i);
            }
            if (choice.size() > omitted.size()) {
                choices.add(choice);
                programs.add(candidate(choice));
            }
        }
        List<GeneratedClass> failing = programs.isEmpty() ? List.of() : conformance.differing(programs);
        return failing.isEmpty() ? null : choices.get(programs.indexOf(failing.get(0)));
    }

    private GeneratedClass candidate(Set<Integer> omitted) {
        return ClassGenerator.generate(seed, omitted, "Candidate" + candidates++);
    }
}
