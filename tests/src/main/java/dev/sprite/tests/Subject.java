package dev.sprite.tests;

import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.Result;
import java.io.Closeable;
import java.io.IOException;

/** A program to be shuttled, and what it has to produce. */
interface Subject extends Closeable {
    /** The program, ready to run once from a clean start. */
    JavaProgram program(Jdk jdk) throws IOException;

    /** Whether a run produced exactly what it has to. */
    boolean isRight(Result result, Jdk jdk) throws IOException, InterruptedException;

    /** Where to look when it did not. */
    String evidence();

    /** Removes what the runs have left. */
    @Override
    void close() throws IOException;
}
