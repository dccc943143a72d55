package dev.sprite.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ShellWordsTest {
    @Test
    void oneWordIsALine() {
        assertEquals("a | b > \"c d\"", ShellWords.line(List.of("a | b > \"c d\"")));
    }

    @Test
    void severalAreOneCommand() {
        assertEquals("A=1 make -j2 x/y.o", ShellWords.line(List.of("A=1", "make", "-j2", "x/y.o")));
        assertEquals("echo 'a b' '' '*' 'it'\\''s' '~' 'ä'",
                ShellWords.line(List.of("echo", "a b", "", "*", "it's", "~", "ä")));
    }
}
