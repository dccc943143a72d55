package dev.sprite.zoo;

import java.lang.invoke.ConstantCallSite;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.MutableCallSite;
import java.lang.invoke.SwitchPoint;
import java.lang.invoke.VolatileCallSite;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Method handles that are made of others. */
public final class Combinators {
    private static final MethodHandles.Lookup LOOKUP = MethodHandles.lookup();

    private Combinators() {}

    /** Each is called with the same arguments before and after; once so often that the JDK makes code for it alone. */
    static final class Combined extends Specimen {
        private final Map<String, MethodHandle> handles = new LinkedHashMap<>();
        private final Map<String, Object> results = new LinkedHashMap<>();
        private final List<String> log = new ArrayList<>();
        private MethodHandle target;
        private MethodHandle bound;
        private Object[] shared;

        @Override
        protected void make() throws Exception {
            target = find("join", String.class, String.class, int.class, double.class);
            MethodHandle length = LOOKUP.findVirtual(String.class, "length", MethodType.methodType(int.class));
            MethodHandle twice = find("twice", String.class, String.class);
            MethodHandle isLong = find("isLong", boolean.class, String.class);
            MethodHandle failing = find("failing", String.class, String.class);
            MethodHandle rescue = find("rescue", String.class, IllegalStateException.class, String.class);
            bound = MethodHandles.insertArguments(target, 0, "a");
            MethodHandle one = MethodHandles.insertArguments(target, 1, 2, 3.5);
            put("bound", MethodHandles.insertArguments(target, 1, 42, -1.5));
            put("boundTo", LOOKUP.findVirtual(Combined.class, "record",
                    MethodType.methodType(String.class, String.class)).bindTo(this));
            put("filtered", MethodHandles.filterReturnValue(one, twice));
            put("filteredArgument", MethodHandles.filterArguments(one, 0, twice));
            put("folded", MethodHandles.foldArguments(
                    find("pair", String.class, int.class, String.class), length));
            put("guarded", MethodHandles.guardWithTest(isLong, twice, one));
            put("caught", MethodHandles.catchException(failing, IllegalStateException.class, rescue));
            put("finally", MethodHandles.tryFinally(twice, find("after", String.class, Throwable.class, String.class)));
            put("permuted", MethodHandles.permuteArguments(
                    find("both", String.class, String.class, String.class), STRING, 0, 0));
            put("collected", MethodHandles.collectArguments(find("pair", String.class, int.class, String.class), 0,
                    MethodHandles.constant(int.class, 9)));
            put("varargs", find("all", String.class, Object[].class).asCollector(Object[].class, 1).asType(STRING));
            put("identity", MethodHandles.identity(Object.class).asType(STRING));
            put("constant", MethodHandles.dropArguments(MethodHandles.constant(String.class, "k"), 0, String.class));
            put("looped", MethodHandles.countedLoop(
                    MethodHandles.dropArguments(MethodHandles.constant(int.class, 3), 0, String.class),
                    MethodHandles.identity(String.class), find("grow", String.class, String.class, int.class)));
            put("cast", MethodHandles.explicitCastArguments(twice, MethodType.methodType(Object.class, Object.class)));
            put("invoked", MethodHandles.exactInvoker(STRING).bindTo(twice));
            put("switched", MethodHandles.collectArguments(MethodHandles.tableSwitch(
                    find("pair", String.class, int.class, String.class),
                    MethodHandles.dropArguments(twice, 0, int.class)), 0,
                    MethodHandles.constant(int.class, 0)));
            put("wide", MethodHandles.insertArguments(find("wide", String.class, long.class, String.class, double.class,
                    int.class, float.class, byte.class, String.class), 0, 1L, "b", 2.0, 3, 4f, (byte) 5));
            shared = new Object[] {bound, bound};
            callOften(handles.get("bound"));
            for (Map.Entry<String, MethodHandle> each : handles.entrySet()) {
                results.put(each.getKey(), call(each.getValue()));
            }
        }

        private static final MethodType STRING = MethodType.methodType(String.class, String.class);

        private void put(String name, MethodHandle handle) {
            handles.put(name, handle);
        }

        private static MethodHandle find(String name, Class<?> result, Class<?>... parameters) throws Exception {
            return LOOKUP.findStatic(Combined.class, name, MethodType.methodType(result, parameters));
        }

        private static void callOften(MethodHandle handle) {
            for (int i = 0; i < 200; i++) {
                call(handle);
            }
        }

        private static Object call(MethodHandle handle, Object... more) {
            try {
                return (more.length == 0 ? handle : MethodHandles.insertArguments(handle, 1, more)).invoke("text");
            } catch (Throwable e) {
                return e.toString();
            }
        }

        private static String join(String a, int b, double c) {
            return a + b + c;
        }

        private static String pair(int a, String b) {
            return a + b;
        }

        private static String both(String a, String b) {
            return a + '/' + b;
        }

        private static String twice(String a) {
            return a + a;
        }

        private static boolean isLong(String a) {
            return a.length() > 100;
        }

        private static String failing(String a) {
            throw new IllegalStateException(a);
        }

        private static String rescue(IllegalStateException e, String a) {
            return "rescued " + e.getMessage() + a;
        }

        private static String after(Throwable e, String result) {
            return e + result;
        }

        private static String all(Object... all) {
            return Arrays.toString(all);
        }

        private static String grow(String a, int times) {
            return a + times;
        }

        private static String wide(long a, String b, double c, int d, float e, byte f, String g) {
            return a + b + c + d + e + f + g;
        }

        private String record(String line) {
            log.add(line);
            return "recorded";
        }

        @Override
        protected void check() throws Throwable {
            combineFurther();
            int lines = log.size();
            for (Map.Entry<String, MethodHandle> each : handles.entrySet()) {
                equal(each.getKey() + results.get(each.getKey()), each.getKey() + call(each.getValue()));
            }
            equal(lines + 1, log.size());
            same(shared[0], shared[1]);
            same(bound, shared[0]);
            equal("a11.0", (String) bound.invokeExact(1, 1.0));
            MethodHandle further = MethodHandles.insertArguments(bound, 0, 5);
            equal("a52.0", (String) further.invokeExact(2.0));
            equal("a7tt", MethodHandles.filterReturnValue(MethodHandles.insertArguments(bound, 0, 7).asType(
                    MethodType.methodType(String.class, Double.class)), find("tail", String.class, String.class))
                    .invoke((Double) 1.0));
        }

        /** Others can be made of a handle, also when the JDK has made code for it alone. */
        private void combineFurther() throws Throwable {
            MethodHandle twice = find("twice", String.class, String.class);
            for (Map.Entry<String, MethodHandle> each : handles.entrySet()) {
                callOften(each.getValue());
                MethodHandle handle = each.getValue().asType(STRING);
                Object expected = results.get(each.getKey());
                equal(expected, call(MethodHandles.dropArguments(handle, 1, List.of(int.class)).asType(STRING
                        .appendParameterTypes(int.class)), 3));
                equal("" + expected + expected, call(MethodHandles.filterReturnValue(handle, twice)));
                MethodHandle filtered = MethodHandles.filterArguments(handle, 0, find("untwice", String.class, String.class));
                equal(expected, call(MethodHandles.filterArguments(filtered, 0, twice)));
                equal(expected, call(handle));
            }
        }

        private static String untwice(String a) {
            return a.substring(a.length() / 2);
        }

        private static String tail(String a) {
            return a.substring(0, 2) + "tt";
        }
    }

    /** Sites of no code: what changes their targets is heeded by what was made of them before. */
    static final class Sites extends Specimen {
        private final MutableCallSite mutable = new MutableCallSite(constant("first"));
        private final VolatileCallSite volatileSite = new VolatileCallSite(constant("calm"));
        private final MethodHandle fixed = new ConstantCallSite(constant("fixed")).dynamicInvoker();
        private final MethodHandle invoker = mutable.dynamicInvoker();
        private final MethodHandle volatileInvoker = volatileSite.dynamicInvoker();
        private final SwitchPoint valid = new SwitchPoint();
        private final SwitchPoint invalid = new SwitchPoint();
        private final MethodHandle guarded = valid.guardWithTest(constant("valid"), constant("fallback"));
        private final MethodHandle fallen = invalid.guardWithTest(constant("valid"), constant("fallback"));

        private static MethodHandle constant(String value) {
            return MethodHandles.constant(String.class, value);
        }

        @Override
        protected void make() {
            mutable.setTarget(constant("second"));
            SwitchPoint.invalidateAll(new SwitchPoint[] {invalid});
        }

        @Override
        protected void check() throws Throwable {
            equal("second", (String) invoker.invokeExact());
            equal("calm", (String) volatileInvoker.invokeExact());
            equal("fixed", (String) fixed.invokeExact());
            equal("valid", (String) guarded.invokeExact());
            equal("fallback", (String) fallen.invokeExact());
            mutable.setTarget(constant("third"));
            volatileSite.setTarget(constant("wild"));
            MutableCallSite.syncAll(new MutableCallSite[] {mutable});
            equal("third", (String) invoker.invokeExact());
            equal("wild", (String) volatileInvoker.invokeExact());
            mutable.setTarget(constant("second"));
            volatileSite.setTarget(constant("calm"));
            holds(!valid.hasBeenInvalidated() && invalid.hasBeenInvalidated());
        }
    }

    /** Checked at the target alone: there is no way back. */
    static final class Invalidated extends Outside.Midway {
        private SwitchPoint point;
        private MethodHandle guarded;

        @Override
        void begin() {
            point = new SwitchPoint();
            guarded = point.guardWithTest(Sites.constant("valid"), Sites.constant("fallback"));
        }

        @Override
        void goOn() throws Exception {
            SwitchPoint.invalidateAll(new SwitchPoint[] {point});
            try {
                equal("fallback", (String) guarded.invokeExact());
            } catch (Exception | Error e) {
                throw e;
            } catch (Throwable e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
