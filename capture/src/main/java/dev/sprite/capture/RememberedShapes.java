package dev.sprite.capture;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Asks but once for each site: to tell where a frame has its values takes a look at its class file. */
final class RememberedShapes implements FrameShapes {
    private record Place(Class<?> owner, String method, int site) {}

    private final FrameShapes shapes;
    private final Map<Place, String> known = new ConcurrentHashMap<>();

    /** Also those of which nothing can be told. */
    private final Set<Place> asked = ConcurrentHashMap.newKeySet();

    RememberedShapes(FrameShapes shapes) {
        this.shapes = shapes;
    }

    /** Whether the shapes of all frames have been asked for, as far as frames have any. */
    boolean know(SpriteFrames frames) {
        for (int i = 0; i < frames.owner.length; i++) {
            if (!isOfRuntime(frames.owner[i])
                    && !asked.contains(new Place(frames.owner[i], frames.method[i], frames.site[i]))) {
                return false;
            }
        }
        return true;
    }

    /** Asks for the shapes of all frames. */
    void learn(SpriteFrames frames) {
        for (int i = 0; i < frames.owner.length; i++) {
            Place place = new Place(frames.owner[i], frames.method[i], frames.site[i]);
            if (!isOfRuntime(frames.owner[i]) && !asked.contains(place)) {
                of(frames.owner[i], frames.method[i], frames.site[i]);
                asked.add(place);
            }
        }
    }

    private static boolean isOfRuntime(Class<?> owner) {
        return owner == SpriteBlocking.class || owner == SpriteMonitor.class || owner == SpriteRuntime.class;
    }

    @Override
    public String of(Class<?> owner, String method, int site) {
        Place place = new Place(owner, method, site);
        String shape = known.get(place);
        if (shape == null) {
            shape = shapes.of(owner, method, site);
            if (shape != null) {
                known.put(place, shape);
            }
        }
        return shape;
    }
}
