package dev.sprite.transport.control;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import dev.sprite.transport.message.LinkMessage.Blocker;
import java.util.List;

/** The lines of the control protocol. */
public final class ControlWire {
    static final Gson GSON = new Gson();

    /** One line from a server: exactly one of its parts is there, and anything but progress is the last. */
    private record Line(String progress, JsonElement result, Failure error) {}

    private record Failure(int status, String message, List<Blocker> blockers) {}

    private ControlWire() {}

    public static String request(ControlRequest request) {
        return GSON.toJson(request);
    }

    public static ControlRequest parseRequest(String line) throws ControlException {
        try {
            ControlRequest request = GSON.fromJson(line, ControlRequest.class);
            if (request != null && request.op() != null) {
                return request;
            }
        } catch (JsonParseException e) {
            // answered below
        }
        throw new ControlException(ControlException.USAGE, "not a control request");
    }

    public static String progress(String text) {
        return GSON.toJson(new Line(text, null, null));
    }

    /** The last line of a request that was done. */
    public static String result(Object result) {
        return GSON.toJson(new Line(null, GSON.toJsonTree(result), null));
    }

    /** The last line of a request that failed. */
    public static String error(ControlException e) {
        return GSON.toJson(new Line(null, null, new Failure(e.status(), e.getMessage(), e.blockers())));
    }

    /**
     * Reads a server's line.
     *
     * @return the result, or null for a progress line, which {@code progress} has been told
     */
    static JsonElement parse(String line, java.util.function.Consumer<String> progress) throws ControlException {
        Line parsed;
        try {
            parsed = GSON.fromJson(line, Line.class);
        } catch (JsonParseException e) {
            throw new ControlException(ControlException.FAILED, "not a control reply: " + line);
        }
        if (parsed.error() != null) {
            throw new ControlException(
                    parsed.error().status(), parsed.error().message(), parsed.error().blockers());
        }
        if (parsed.progress() != null) {
            progress.accept(parsed.progress());
        }
        return parsed.result();
    }

    /** Reads a last line. */
    public static <T> T parseResult(String line, Class<T> type) throws ControlException {
        return GSON.fromJson(parse(line, ignored -> { }), type);
    }
}
