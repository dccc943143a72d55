package dev.sprite.tests;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sprite.tests.harness.Host;
import dev.sprite.tests.harness.Hosts;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.Owner;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Working;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A busy home, two other hosts, and a process that finds its way among them by itself. */
class OffloadTest {
    private static final String OFFLOADED = "offloaded from home: its load is 99.00";

    @TempDir
    Path folder;

    private Hosts hosts;
    private Host home;
    private Host near;
    private Host far;
    private Owner ownerOfNear;
    private Owner ownerOfFar;

    @BeforeEach
    void start() {
        hosts = new Hosts(Jdk.running());
        Owner ownerOfHome = owner("home", 40);
        ownerOfHome.leavesAtWork(99);
        home = hosts.add("home", ownerOfHome.options("--offload-after", "0.1", "--offload-again", "0.1"));
        ownerOfNear = owner("near", 80);
        near = hosts.add("near", ownerOfNear.options("--join", home.address()));
        ownerOfFar = owner("far", 40);
        far = hosts.add("far", ownerOfFar.options("--join", home.address()));
        home.awaitState("near", "idle"::equals);
        home.awaitState("far", "idle"::equals);
    }

    private JavaProgram working() {
        return JavaProgram.of(Working.class, folder.resolve("end").toString()).unoptimised();
    }

    private Owner owner(String name, int secondsAway) {
        return new Owner(folder.resolve(name), secondsAway);
    }

    @AfterEach
    void stop() {
        hosts.close();
    }

    @Test
    void aProcessLeavesABusyHomeAndGoesWhereNobodyMinds() {
        // nobody starts a JVM ahead of time for a program that writes logs
        try (RunningProgram program = home.home(working().with("-Xlog:disable"), "offload=auto").start()) {
            home.awaitProcess(program.pid(), near, OFFLOADED);
            ownerOfNear.types();
            home.awaitProcess(program.pid(), far, "evicted from near: its owner is back");
            endsAsItWould(program);
        }
    }

    @Tag("slow")
    @Test
    void aProcessComesHomeFirstWhereAJvmWaitsForIt() {
        try (RunningProgram program = home.home(working(), "offload=auto").start()) {
            home.awaitProcess(program.pid(), near, OFFLOADED);
            home.awaitSpare();
            ownerOfNear.types();
            home.awaitProcess(program.pid(), far, OFFLOADED);
            ownerOfFar.types();
            home.awaitProcess(program.pid(), home, "evicted from far: its owner is back");
            endsAsItWould(program);
        }
    }

    private void endsAsItWould(RunningProgram program) {
        Gates.open(folder.resolve("end"));
        assertEquals(working().run(), program.result());
    }
}
