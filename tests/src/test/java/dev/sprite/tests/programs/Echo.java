package dev.sprite.tests.programs;

import java.io.IOException;

/** Answers what it is told, byte by byte, and counts the lines, until its input ends. */
public final class Echo {
    private Echo() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        StringBuilder line = new StringBuilder();
        int lines = 0;
        for (; ; Thread.sleep(1)) {
            while (System.in.available() > 0) {
                char c = (char) System.in.read();
                if (c != '\n') {
                    line.append(c);
                    continue;
                }
                System.out.println(++lines + ": " + line);
                if (line.toString().equals("bye")) {
                    System.exit(lines);
                }
                line.setLength(0);
            }
        }
    }
}
