package dev.sprite.transport.log;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.Charset;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Writes lines to standard error, past {@code System.err}, which is the program's to replace. */
public final class StderrLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1L;
    private static final String OURS = "dev.sprite.";

    private static volatile Level threshold = Level.WARN;
    private static volatile FileOutputStream out = new FileOutputStream(FileDescriptor.err);

    StderrLogger(String name) {
        this.name = name;
    }

    /** Shows messages of this level and above. Libraries only ever show warnings and errors. */
    public static void threshold(Level level) {
        threshold = level;
    }

    /**
     * In a foreign JVM, whose descriptor 2 is home's: goes on writing to this host's standard error, which is the
     * daemon's.
     */
    public static void stayHere() {
        try {
            out = new FileOutputStream("/dev/stderr", true);
        } catch (IOException e) {
            // then lines go home, which is better than nowhere
        }
    }

    private boolean shows(Level level) {
        int least = threshold.toInt();
        return level.toInt() >= (name.startsWith(OURS) ? least : Math.max(least, Level.WARN.toInt()));
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level, Marker marker, String pattern, Object[] arguments, Throwable thrown) {
        StringBuilder line = new StringBuilder("sprite: ")
                .append(MessageFormatter.basicArrayFormat(pattern, arguments))
                .append('\n');
        if (thrown != null) {
            StringWriter trace = new StringWriter();
            thrown.printStackTrace(new PrintWriter(trace));
            line.append(trace);
        }
        try {
            out.write(line.toString().getBytes(Charset.defaultCharset()));
        } catch (IOException e) {
            // nobody reads it
        }
    }

    @Override
    protected String getFullyQualifiedCallerName() {
        return null;
    }

    @Override
    public boolean isTraceEnabled() {
        return shows(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return shows(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return shows(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return shows(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return shows(Level.ERROR);
    }
}
