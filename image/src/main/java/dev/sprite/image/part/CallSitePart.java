package dev.sprite.image.part;

import dev.sprite.image.ImageReader;
import dev.sprite.image.ImageWriter;
import dev.sprite.image.Raw;
import java.lang.invoke.CallSite;
import java.lang.invoke.MethodHandle;

/** What the JVM keeps of the compiled code that relies on a call site's target: of none yet. */
final class CallSitePart implements NativePart {
    /** Later JDKs keep it in the site itself. */
    private static final boolean APART = Raw.hasField(CallSite.class, "context");

    private static final class Context {
        private static final long FIELD = Raw.offset(CallSite.class, "context");
        private static final Class<?> TYPE = Handles.type("java.lang.invoke.MethodHandleNatives$CallSiteContext");
        private static final MethodHandle MAKE = Handles.staticMethod(TYPE, "make", TYPE, CallSite.class);
    }

    @Override
    public boolean isOf(Class<?> type) {
        return APART && CallSite.class.isAssignableFrom(type);
    }

    @Override
    public void write(Object site, ImageWriter out) {
        // nothing of it means anything elsewhere
    }

    @Override
    public void read(Object site, ImageReader in) {
        Raw.UNSAFE.putReference(site, Context.FIELD, Handles.invoke(Context.MAKE, site));
    }
}
