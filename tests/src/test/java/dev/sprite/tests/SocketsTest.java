package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sprite.tests.harness.Host;
import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Channels;
import dev.sprite.tests.programs.Fetching;
import dev.sprite.tests.programs.Selecting;
import dev.sprite.tests.programs.Serving;
import dev.sprite.tests.programs.ServingHttp;
import dev.sprite.tests.programs.Sockets;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A program's sockets stay at home, and it has them wherever it runs. */
@Timeout(180)
class SocketsTest {
    @RegisterExtension
    static final TwoHosts HOSTS = new TwoHosts();

    @TempDir
    Path folder;

    @Test
    void stayAtHome() {
        moving(Sockets.class);
    }

    @Test
    void ofChannelsStayAtHome() {
        moving(Channels.class);
    }

    private void moving(Class<?> program) {
        Path gate = folder.resolve("gate");
        JavaProgram sockets = JavaProgram.of(program, gate.toString());
        Result moved;
        try (RunningProgram running = HOSTS.start(sockets)) {
            awaitAtGate(running);
            HOSTS.move(running, HOSTS.there());
            HOSTS.move(running, HOSTS.here());
            Gates.open(gate);
            moved = running.result();
        }
        assertEquals(sockets.run(), moved);
    }

    @Tag("slow")
    @Test
    void ofChannelsLoseNoRequest() throws Exception {
        serving(Selecting.class, HOSTS.there(), HOSTS.here());
    }

    @Test
    void ofTheJdksServerLoseNoRequest() throws Exception {
        serving(ServingHttp.class, HOSTS.there(), HOSTS.here());
    }

    @Test
    void ofTheJdksClient() {
        Path gate = folder.resolve("gate");
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Fetching.class, gate.toString()))) {
            program.stdout().awaitLine("at the gate");
            HOSTS.move(program, HOSTS.there());
            Gates.open(gate);
            String answers = "answer to /quick, answer to /slow, answer to /quick\n";
            assertEquals(new Result(0, "at the gate\n" + answers, ""), program.result());
        }
    }

    @Tag("slow")
    @Test
    void loseNoRequest() throws Exception {
        Host third = HOSTS.both().add("third", "--join", HOSTS.here().address());
        serving(Serving.class, HOSTS.there(), third, HOSTS.here(), third, HOSTS.there(), HOSTS.here());
    }

    /** Its threads are in {@code accept} and {@code read}, or at work, whenever it moves. */
    private void serving(Class<?> server, Host... journey) throws Exception {
        try (RunningProgram program = HOSTS.start(JavaProgram.of(server))) {
            String port = program.stdout().awaitLine("port ");
            try (Clients clients = new Clients(Integer.parseInt(port.substring("port ".length())), 4)) {
                for (Host host : journey) {
                    clients.awaitAnswers(20);
                    HOSTS.move(program, host);
                }
                clients.awaitAnswers(20);
                int answered = clients.end();
                assertEquals(new Result(0, port + "\nanswered " + answered + "\n", ""), program.result());
            }
        }
    }
}
