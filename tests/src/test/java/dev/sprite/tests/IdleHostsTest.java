package dev.sprite.tests;

import dev.sprite.tests.harness.Host;
import dev.sprite.tests.harness.Hosts;
import dev.sprite.tests.harness.Jdk;
import dev.sprite.tests.harness.Owner;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hosts that know each other by name, and whose owners come and go. */
class IdleHostsTest {
    @TempDir
    Path folder;

    private Hosts hosts;
    private Owner owner;
    private Host home;
    private Host there;

    @BeforeEach
    void start() {
        hosts = new Hosts(Jdk.running(), "home");
        home = hosts.home();
        owner = new Owner(folder.resolve("measure"), 40);
        there = hosts.add("there", owner.options("--join", home.address()));
    }

    @AfterEach
    void stop() {
        hosts.close();
    }

    @Test
    void aHostIsItsOwnersAsSoonAsHeTypes() {
        home.awaitState("there", "idle"::equals);
        owner.types();
        home.awaitState("there", "active"::equals);
        owner.isAwayFor(31);
        home.awaitState("there", "idle"::equals);
    }

    @Test
    void aDirectoryThatIsStartedAgainKnowsAllHosts() {
        there.awaitState("home", state -> !state.equals("down"));
        home.close();
        there.awaitState("home", "down"::equals);
        home = hosts.restart(home);
        home.awaitState("there", "idle"::equals);
        there.awaitState("home", state -> !state.equals("down"));
        there.close();
        home.awaitState("there", "down"::equals);
    }
}
