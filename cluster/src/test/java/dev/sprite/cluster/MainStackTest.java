package dev.sprite.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainStackTest {
    @ParameterizedTest
    @CsvSource({
        "-Xmx1g,                              -Xmx1g -Xss8192k -XX:ThreadStackSize=0",
        "-Xss2m,                              -Xss16384k -XX:ThreadStackSize=2048",
        "-Xss512k,                            -Xss4096k -XX:ThreadStackSize=512",
        "-Xss1048576,                         -Xss8192k -XX:ThreadStackSize=1024",
        "-XX:ThreadStackSize=512,             -Xss4096k -XX:ThreadStackSize=512",
        "-Xss8192k -XX:ThreadStackSize=0,     -Xss8192k -XX:ThreadStackSize=0",
        "-Xss16384k -XX:ThreadStackSize=2048, -Xss16384k -XX:ThreadStackSize=2048"})
    void theMainThreadAloneGetsMore(String given, String expected) {
        List<String> command = new ArrayList<>(List.of(given.split(" ")));
        MainStack.enlarge(command);
        assertEquals(expected, String.join(" ", command));
    }
}
