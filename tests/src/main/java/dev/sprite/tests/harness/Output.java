package dev.sprite.tests.harness;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Collects what a process writes, and lets others wait for it. */
public final class Output {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final Thread reader;
    private boolean ended;

    Output(String name, InputStream in) {
        reader = new Thread(() -> collect(in), name);
        reader.setDaemon(true);
        reader.start();
    }

    private void collect(InputStream in) {
        byte[] block = new byte[8192];
        try {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                synchronized (this) {
                    bytes.write(block, 0, n);
                    notifyAll();
                }
            }
        } catch (IOException e) {
            // The process was destroyed: what it wrote until then is all there is.
        }
        synchronized (this) {
            ended = true;
            notifyAll();
        }
    }

    /** What has been written so far, one character for each byte, so that nothing is lost. */
    public synchronized String text() {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** Waits for the end of the stream and returns all of it. */
    public synchronized String all() {
        await(text -> ended, "the end of the stream");
        return text();
    }

    /** Waits until the text contains {@code part}. */
    public void awaitText(String part) {
        await(text -> text.contains(part), "\"" + part + "\"");
    }

    /** Waits for the first whole line that contains {@code part}, and returns it. */
    public String awaitLine(String part) {
        await(text -> lineWith(text, part) != null, "a line with \"" + part + "\"");
        return lineWith(text(), part);
    }

    /** Waits until at least {@code count} whole lines have been written. */
    public void awaitLines(int count) {
        await(text -> text.chars().filter(c -> c == '\n').count() >= count, count + " lines");
    }

    /** Waits until the text contains {@code part} {@code count} times. */
    public void awaitTimes(int count, String part) {
        await(text -> text.split(Pattern.quote(part), -1).length > count, count + " times \"" + part + "\"");
    }

    private static String lineWith(String text, String part) {
        int at = text.indexOf(part);
        int end = at < 0 ? -1 : text.indexOf('\n', at);
        return end < 0 ? null : text.substring(text.lastIndexOf('\n', at) + 1, end);
    }

    private synchronized void await(Predicate<String> condition, String what) {
        long deadline = System.nanoTime() + Patience.NANOS;
        while (!condition.test(text())) {
            long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
            if (left <= 0 || ended && !condition.test(text())) {
                throw new AssertionError(
                        reader.getName() + " wrote no " + what + (ended ? " before it ended" : " in time") + ":\n" + text());
            }
            try {
                wait(left);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
