package dev.sprite.capture;

import dev.sprite.instrumentation.SiteRegistry;
import dev.sprite.instrumentation.SiteTable;
import java.lang.StackWalker.StackFrame;
import java.util.HashMap;
import java.util.Map;
import java.util.WeakHashMap;

/** What walks have found out about places in code: most frames of a stack have been met by one before. */
final class CodePlaces {
    private final SiteRegistry sites;
    /** By class and place in the code of a method; several methods of a class have a list at the same place. */
    private final Map<Class<?>, Map<Integer, Place>> known = new WeakHashMap<>();
    private int changes;

    CodePlaces(SiteRegistry sites) {
        this.sites = sites;
        this.changes = sites.changes();
    }

    /** A place in the code of a method; it holds nothing that keeps the class from being unloaded. */
    static final class Place {
        final String name;
        final String descriptor;
        /** Name and descriptor, run together. */
        final String method;
        /** What stands for the method in {@link SiteTable.Entry#callee}. */
        final int callee;
        /** Whether a frame here can be run again instead of being captured. */
        final boolean replayed;
        /** The sites of the method's class; null if it is not instrumented. */
        final SiteTable table;
        /** The site that is here; null if none is. */
        final SiteTable.Entry site;
        /** The number that stands for an instruction here that may start a static initialiser; -1 if none is here. */
        final int start;
        /** Whether a frame of the JDK here does nothing but lead to a static initialiser, if that is what it has called. */
        final boolean initialises;
        /** Whether a frame here may be of what the class was before. */
        final boolean mayBeOutdated;
        /** {@link #mayBeOutdated} where other threads run on. */
        final boolean mayBeOutdatedByOthers;

        private final Place next;

        private Place(StackFrame frame, SiteRegistry sites, Place next) {
            Class<?> owner = frame.getDeclaringClass();
            this.next = next;
            name = frame.getMethodName();
            descriptor = FrameDescriptors.of(frame);
            method = name + descriptor;
            callee = SiteTable.hash(name, descriptor);
            replayed = ReplayedFrames.contain(frame);
            table = sites.sitesOf(owner);
            site = table == null ? null : table.at(method, frame.getByteCodeIndex());
            start = table == null ? -1 : table.startAt(method, frame.getByteCodeIndex());
            initialises = ReplayedFrames.initialise(frame);
            mayBeOutdated = sites.mayBeOutdated(owner, false);
            mayBeOutdatedByOthers = sites.mayBeOutdated(owner, true);
        }
    }

    /** The place at which a frame stands. */
    synchronized Place of(StackFrame frame) {
        if (changes != sites.changes()) {
            changes = sites.changes();
            known.clear();
        }
        Map<Integer, Place> places = known.computeIfAbsent(frame.getDeclaringClass(), type -> new HashMap<>());
        Place first = places.get(frame.getByteCodeIndex());
        for (Place place = first; place != null; place = place.next) {
            if (place.name.equals(frame.getMethodName()) && place.descriptor.equals(FrameDescriptors.of(frame))) {
                return place;
            }
        }
        Place place = new Place(frame, sites, first);
        places.put(frame.getByteCodeIndex(), place);
        return place;
    }
}
