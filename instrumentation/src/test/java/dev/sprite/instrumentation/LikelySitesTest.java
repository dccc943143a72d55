package dev.sprite.instrumentation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Where a thread will stop, guessed from the lines it has been seen at. */
class LikelySitesTest {
    /** Runs in lines of a method, and tells which. */
    static final class Runner {
        int line;

        int loops(int n) {
            int sum = 0;
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    sum += j;
                    line = here();
                }
                sum += i;
            }
            return sum;
        }

        int calls(int n) {
            return here() + there(n) + line(n);
        }

        int line(int n) {
            line = here();
            return n;
        }

        private static int there(int n) {
            return n;
        }

        private static int here() {
            return new Throwable().getStackTrace()[1].getLineNumber();
        }
    }

    private final Runner runner = new Runner();

    @Test
    void theCallOfTheFrameAbove() throws IOException {
        runner.line(1);
        int line = runner.line - 4; // of the three calls
        assertEquals(1, likely("calls", line, "there").size());
        assertEquals(1, likely("calls", line, "line").size());
        assertTrue(!likely("calls", line, "there").equals(likely("calls", line, "line")));
    }

    @Test
    void allCallsOfTheLineIfTheFrameAboveIsNotShown() throws IOException {
        runner.line(1);
        Set<Integer> all = likely("calls", runner.line - 4, null);
        assertEquals(3, all.size());
        assertEquals(all, likely("calls", runner.line - 4, "hidden"));
    }

    @Test
    void thePollOfTheInnermostLoop() throws IOException {
        runner.loops(1);
        Set<Integer> inner = likely("loops", runner.line - 1, null);
        assertEquals(1, inner.size());
        Set<Integer> outer = likely("loops", runner.line + 2, null);
        assertEquals(1, outer.size());
        assertTrue(!inner.equals(outer));
    }

    @Test
    void nothingForALineOfAnotherMethod() throws IOException {
        runner.line(1);
        assertEquals(Set.of(), likely("calls", runner.line, null));
    }

    private static Set<Integer> likely(String method, int line, String callee) throws IOException {
        try (InputStream file = Runner.class.getResourceAsStream("LikelySitesTest$Runner.class")) {
            Map<String, Set<Integer>> likely = ClassInstrumenter.ofProgram().likelySites(file.readAllBytes(),
                    List.of(new SeenFrame(Runner.class.getName(), method, line, callee)), (a, b) -> Names.OBJECT);
            assertEquals(Set.of(method + "(I)I"), likely.keySet());
            return likely.get(method + "(I)I");
        }
    }
}
