package dev.sprite.agent.migration;

import dev.sprite.agent.Log;
import dev.sprite.instrumentation.SeenFrame;
import dev.sprite.transport.message.MoveMessage.SeenFrames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Has resume code made ahead of the freeze for where the program will probably stop. What was guessed wrong is made
 * during the freeze, as if nobody had guessed.
 */
final class ResumeForecast {
    private final Program program;
    private final List<Class<?>> owners = new ArrayList<>();
    private final List<String> methods = new ArrayList<>();
    private final List<Integer> sites = new ArrayList<>();

    ResumeForecast(Program program) {
        this.program = program;
    }

    void prepare(SeenFrames seen) {
        Map<String, List<SeenFrame>> byOwner = new HashMap<>();
        for (int i = 0; i < seen.owners().size(); i++) {
            String owner = seen.owners().get(i);
            byOwner.computeIfAbsent(owner, name -> new ArrayList<>()).add(new SeenFrame(
                    owner, seen.methods().get(i), seen.lines().get(i), seen.callees().get(i)));
        }
        try {
            byOwner.forEach(this::add);
            program.resumption().install(frames());
        } catch (RuntimeException | LinkageError e) {
            Log.debug("no resume code ahead of the freeze: " + e);
        }
    }

    private void add(String className, List<SeenFrame> frames) {
        try {
            Class<?> owner = Class.forName(className, false, ClassLoader.getSystemClassLoader());
            Map<String, Set<Integer>> likely = program.likelySites(owner, frames);
            likely.forEach((method, numbers) -> numbers.forEach(number -> {
                owners.add(owner);
                methods.add(method);
                sites.add(number);
            }));
        } catch (ClassNotFoundException e) {
            Log.debug(className + " comes with the image");
        }
    }

    private SpriteFrames frames() {
        SpriteFrames frames = new SpriteFrames();
        frames.depth = owners.size();
        frames.owner = owners.toArray(new Class<?>[0]);
        frames.method = methods.toArray(new String[0]);
        frames.site = sites.stream().mapToInt(Integer::intValue).toArray();
        return frames;
    }
}
