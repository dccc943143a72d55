package dev.sprite.tests.conformance;

import java.util.List;
import java.util.Random;

/** What a generated class has, as far as its own code must know. */
record ClassPlan(String name, int version, List<Signature> methods, List<Signature> constructors) {
    static final List<Signature> CELL_CONSTRUCTORS = List.of(
            Signature.constructor(List.of()),
            Signature.constructor(List.of(Kind.INT, Kind.LONG)),
            Signature.constructor(List.of(Kind.DOUBLE, Kind.CELL, Kind.TEXT, Kind.FLOAT)));

    List<Signature> returning(Kind kind) {
        return methods.stream().filter(method -> method.result() == kind).toList();
    }

    Signature any(List<Signature> choice, Random random) {
        return choice.get(random.nextInt(choice.size()));
    }
}
