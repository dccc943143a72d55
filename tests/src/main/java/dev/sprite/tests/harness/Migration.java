package dev.sprite.tests.harness;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonSyntaxException;

/** The answer of {@code sprite migrate --json}. */
public final class Migration {
    private final Result command;
    private final JsonObject answer;

    private Migration(Result command, JsonObject answer) {
        this.command = command;
        this.answer = answer;
    }

    static Migration of(Result command) {
        try {
            JsonObject answer = new Gson().fromJson(command.stdout(), JsonObject.class);
            return new Migration(command, answer == null ? new JsonObject() : answer);
        } catch (JsonSyntaxException e) {
            throw new AssertionError("not one JSON object: " + command, e);
        }
    }

    /** The exit status of the command. */
    public int status() {
        return command.status();
    }

    /** Whether the process runs at the target now. */
    public boolean migrated() {
        return status() == 0 && text("result").equals("migrated");
    }

    /** Fails unless the process has moved. */
    public Migration orFail() {
        if (!migrated()) {
            throw new AssertionError("not migrated: " + command);
        }
        return this;
    }

    /** A text of the answer; empty if it is missing. */
    public String text(String field) {
        return answer.has(field) && !answer.get(field).isJsonNull() ? answer.get(field).getAsString() : "";
    }

    /** A figure of the answer. */
    public double figure(String field) {
        if (!answer.has(field)) {
            throw new AssertionError("no " + field + " in " + command);
        }
        return answer.get(field).getAsDouble();
    }

    /** The blockers of a refusal, as JSON. */
    public String blockers() {
        return answer.has("blockers") ? answer.get("blockers").toString() : "";
    }

    @Override
    public String toString() {
        return command.toString();
    }
}
