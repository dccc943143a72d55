package dev.sprite.tests.programs;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.security.AccessController;
import java.security.PrivilegedAction;
import java.security.PrivilegedActionException;
import java.security.PrivilegedExceptionAction;
import java.util.ArrayList;
import java.util.List;

/** Methods called by way of the JDK's reflection, handles and proxies, each with arguments and results that show. */
@SuppressWarnings("removal")
public final class Reflections {
    private static int filtered;

    private interface Account {
        long deposit(int count, String currency, double amount, long... parts) throws Exception;
    }

    private int balance = 1;

    public static void main(String[] args) throws Throwable {
        for (int i = 0; i < 40; i++) { // beyond the number of calls at which the JDK generates code
            System.out.println(reflectively(i) + " " + viaHandles(i) + " " + viaProxy(i) + " " + privileged(i));
        }
        System.out.println(thrown() + " " + filtered);
    }

    private static String reflectively(int n) throws Exception {
        List<Object> results = new ArrayList<>();
        Method many = Reflections.class.getDeclaredMethod("many", byte.class, String.class, long.class, Object[].class);
        Method none = Reflections.class.getDeclaredMethod("none");
        results.add(many.invoke(null, (byte) n, "s" + n, 1L << n, new Object[] {n}));
        results.add(n + add(n, (Integer) none.invoke(new Reflections())));
        results.add(String.valueOf(Method.class.getMethod("invoke", Object.class, Object[].class)
                .invoke(none, new Reflections(), null)));
        return results.toString();
    }

    private static String viaHandles(int n) throws Throwable {
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodHandle add = lookup.findStatic(
                Reflections.class, "add", MethodType.methodType(int.class, int.class, int.class));
        MethodHandle none = lookup.findVirtual(Reflections.class, "none", MethodType.methodType(int.class));
        int exact = (int) add.invokeExact(n, 2);
        long loose = (long) add.invoke((short) n, 3);
        int virtual = (int) none.invokeExact(new Reflections());
        MethodHandle combined = MethodHandles.filterArguments(add, 0, lookup.findStatic(
                Reflections.class, "filter", MethodType.methodType(int.class, int.class)));
        return exact + " " + loose + " " + virtual + " " + (int) combined.invokeExact(n, 5);
    }

    private static String viaProxy(int n) throws Exception {
        InvocationHandler handler = (proxy, method, arguments) ->
                method.getName().length() + add(n, (Integer) arguments[0]) + (long) (double) (Double) arguments[2];
        Account account = (Account)
                Proxy.newProxyInstance(Reflections.class.getClassLoader(), new Class<?>[] {Account.class}, handler);
        return "" + (account.deposit(n, "EUR", 2.5, 1, 2) + add(n, n));
    }

    private static String privileged(int n) throws PrivilegedActionException {
        int a = AccessController.doPrivileged((PrivilegedAction<Integer>) () -> add(n, 1));
        int b = AccessController.doPrivileged((PrivilegedExceptionAction<Integer>) () -> add(n, a));
        return a + "/" + b;
    }

    private static String thrown() throws Exception {
        try {
            Reflections.class.getDeclaredMethod("fail", int.class).invoke(null, 7);
            return "nothing";
        } catch (InvocationTargetException e) {
            StackTraceElement[] trace = e.getCause().getStackTrace();
            return e.getCause() + " in " + trace[0].getMethodName() + " beneath " + trace[trace.length - 1];
        }
    }

    private static String many(byte b, String s, long j, Object... rest) {
        long sum = b + j;
        for (Object each : rest) {
            sum += add((Integer) each, s.length());
        }
        return s + sum;
    }

    private int none() {
        balance = add(balance, 1);
        return balance;
    }

    private static int add(int a, int b) {
        return Math.addExact(identity(a), b);
    }

    private static int identity(int a) {
        int x = a;
        for (int i = 0; i < 3; i++) {
            x += i;
        }
        return x;
    }

    private static int filter(int a) {
        filtered++;
        return identity(a);
    }

    private static void fail(int code) {
        throw new IllegalArgumentException("code " + identity(code));
    }
}
