package dev.sprite.tests;

import static dev.sprite.tests.Gates.awaitAtGate;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sprite.tests.harness.JavaProgram;
import dev.sprite.tests.harness.Result;
import dev.sprite.tests.harness.RunningProgram;
import dev.sprite.tests.programs.Serving;
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
        Path gate = folder.resolve("gate");
        JavaProgram sockets = JavaProgram.of(Sockets.class, gate.toString());
        Result moved;
        try (RunningProgram program = HOSTS.start(sockets)) {
            awaitAtGate(program);
            HOSTS.move(program, HOSTS.there());
            HOSTS.move(program, HOSTS.here());
            Gates.open(gate);
            moved = program.result();
        }
        assertEquals(sockets.run(), moved);
    }

    @Test
    void loseNoRequest() throws Exception {
        serving(2);
    }

    @Tag("slow")
    @Test
    void loseNoRequestOverManyMoves() throws Exception {
        serving(10);
    }

    /** Its threads are in {@code accept} and {@code read}, or at work, whenever it moves. */
    private void serving(int moves) throws Exception {
        try (RunningProgram program = HOSTS.start(JavaProgram.of(Serving.class))) {
            String port = program.stdout().awaitLine("port ");
            try (Clients clients = new Clients(Integer.parseInt(port.substring("port ".length())), 4)) {
                for (int i = 0; i < moves; i++) {
                    clients.awaitAnswers(20);
                    HOSTS.move(program, i % 2 == 0 ? HOSTS.there() : HOSTS.here());
                }
                clients.awaitAnswers(20);
                int answered = clients.end();
                assertEquals(new Result(0, port + "\nanswered " + answered + "\n", ""), program.result());
            }
        }
    }
}
