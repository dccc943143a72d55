package dev.sprite.agent.migration;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TransferProgressTest {
    @Test
    void tellsHowFarItIsWhileItPassesAllOn() throws IOException {
        List<String> told = new ArrayList<>();
        ByteArrayOutputStream passed = new ByteArrayOutputStream();
        TransferProgress progress = new TransferProgress(passed, 1L << 40, told::add);
        progress.write(1);
        progress.write(new byte[] {9, 2, 3, 9}, 1, 2);
        while (told.isEmpty()) {
            progress.write(new byte[0], 0, 0);
        }
        assertTrue(told.get(0).matches("sent 0 of at most 1048576 MB, \\d+ MB/s, at most \\d+ s left"), told.get(0));
        assertArrayEquals(new byte[] {1, 2, 3}, passed.toByteArray());
    }
}
