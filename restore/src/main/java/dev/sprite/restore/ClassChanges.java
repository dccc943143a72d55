package dev.sprite.restore;

import dev.sprite.instrumentation.ResumeRequests;
import dev.sprite.instrumentation.SiteRegistry;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * An attempt to give classes resume code. What the JVM does not take must not be left on record: walks would look for
 * sites in code that is not there.
 */
final class ClassChanges {
    private final Instrumentation instrumentation;
    private final ResumeRequests requests;
    private final SiteRegistry sites;
    private final Map<Class<?>, ResumeRequests.Request> requested = new HashMap<>();
    private final Map<Class<?>, SiteRegistry.Recorded> recorded = new HashMap<>();
    private final Set<Class<?>> taken = new HashSet<>();

    /** @param classes those that may be changed */
    ClassChanges(Instrumentation instrumentation, ResumeRequests requests, SiteRegistry sites, Set<Class<?>> classes) {
        this.instrumentation = instrumentation;
        this.requests = requests;
        this.sites = sites;
        for (Class<?> type : classes) {
            requested.put(type, requests.of(type));
            recorded.put(type, sites.recorded(type));
        }
    }

    /** Has the classes made anew as requested; whether the JVM has verified and taken what they are to be: all, or none. */
    boolean make(Set<Class<?>> classes) {
        try {
            instrumentation.retransformClasses(classes.toArray(new Class<?>[0]));
        } catch (UnmodifiableClassException | LinkageError e) {
            return false;
        }
        taken.addAll(classes);
        return true;
    }

    /** Gives up. Classes that have been changed stay so, but the frames that were to be resumed run on in the old code. */
    void undo() {
        requested.forEach((type, request) -> {
            if (taken.contains(type)) {
                sites.keepsFrames(type);
            } else {
                requests.restore(type, request);
                sites.restore(type, recorded.get(type));
            }
        });
    }
}
