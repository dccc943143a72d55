package dev.sprite.zoo;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.lang.ref.SoftReference;
import java.lang.ref.WeakReference;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.text.DecimalFormat;
import java.text.SimpleDateFormat;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Calendar;
import java.util.Currency;
import java.util.Date;
import java.util.Formatter;
import java.util.GregorianCalendar;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;
import java.util.Random;
import java.util.Scanner;
import java.util.SplittableRandom;
import java.util.StringJoiner;
import java.util.StringTokenizer;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/** Objects of the class library other than collections. */
public final class Library {
    private Library() {}

    static final class Regex extends Specimen {
        private Pattern pattern;
        private Matcher matcher;
        private int found;

        @Override
        protected void make() {
            pattern = Pattern.compile("([a-z]+)(\\d*)\\s*(?<tail>[^,]*),?", Pattern.CASE_INSENSITIVE);
            matcher = pattern.matcher("ab12 x,cd,ef3 yz");
            holds(matcher.find());
        }

        @Override
        protected void check() {
            if (found++ == 0) {
                equal("12", matcher.group(2));
                holds(matcher.find());
                equal("cd", matcher.group(1));
                holds(matcher.find());
                equal("yz", matcher.group("tail"));
            }
            holds(pattern.matcher("q1").matches());
        }
    }

    static final class Lambdas extends Specimen {
        private Function<Integer, Integer> adder;
        private Supplier<String> constant;
        private Function<String, Integer> length;
        private Supplier<List<String>> maker;

        @Override
        protected void make() {
            int five = 5;
            adder = x -> x + five;
            constant = () -> "constant";
            length = String::length;
            maker = ArrayList::new;
        }

        @Override
        protected void check() {
            equal(12, adder.apply(7));
            equal("constant", constant.get());
            equal(3, length.apply("abc"));
            equal(List.of(), maker.get());
            equal(6, adder.andThen(adder).apply(-4));
        }
    }

    static final class Streams extends Specimen {
        private Stream<String> stream;
        private IntStream ints;
        private boolean used;

        @Override
        protected void make() {
            stream = List.of("a", "bb", "ccc").stream().filter(s -> s.length() > 1).map(String::toUpperCase);
            ints = IntStream.range(0, 10).map(i -> i * i);
        }

        @Override
        protected void check() {
            if (!used) {
                used = true;
                equal(List.of("BB", "CCC"), stream.toList());
                equal(285, ints.sum());
            }
        }
    }

    static final class Exceptions extends Specimen {
        private Throwable thrown;
        private StackTraceElement[] trace;

        @Override
        protected void make() {
            try {
                throw new IllegalStateException("outer", new RuntimeException("inner"));
            } catch (IllegalStateException e) {
                thrown = e;
                thrown.addSuppressed(new Exception("suppressed"));
            }
            trace = thrown.getStackTrace();
        }

        @Override
        protected void check() {
            equal("outer", thrown.getMessage());
            equal("inner", thrown.getCause().getMessage());
            equal("make", thrown.getStackTrace()[0].getMethodName());
            equal(trace, thrown.getStackTrace());
            equal("suppressed", thrown.getSuppressed()[0].getMessage());
            StringWriter text = new StringWriter();
            thrown.printStackTrace(new PrintWriter(text));
            holds(text.toString().contains("Library.java"));
            thrown.fillInStackTrace();
            thrown.setStackTrace(trace);
        }
    }

    static final class Walkers extends Specimen {
        private StackWalker walker;

        @Override
        protected void make() {
            walker = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);
        }

        @Override
        protected void check() {
            same(Walkers.class, walker.walk(frames -> frames.findFirst().orElseThrow().getDeclaringClass()));
            equal("check", StackWalker.getInstance().walk(frames -> frames.findFirst().orElseThrow().getMethodName()));
        }
    }

    static final class References extends Specimen {
        private WeakReference<Object> weak;
        private SoftReference<Object> soft;
        private PhantomReference<Object> phantom;
        private WeakReference<Object> cleared;
        private ReferenceQueue<Object> queue;
        private Object held;

        @Override
        protected void make() {
            held = new Object();
            queue = new ReferenceQueue<>();
            weak = new WeakReference<>(held, queue);
            soft = new SoftReference<>(List.of(held));
            phantom = new PhantomReference<>(held, queue);
            cleared = new WeakReference<>(new Object());
            cleared.clear();
        }

        @Override
        protected void check() {
            same(held, weak.get());
            same(held, ((List<?>) soft.get()).get(0));
            holds(phantom.refersTo(held));
            same(null, cleared.get());
            same(null, queue.poll());
            holds(weak.enqueue());
            same(weak, queue.poll());
            weak = new WeakReference<>(held, queue);
        }
    }

    static final class Reflection extends Specimen {
        private Method method;
        private Field field;
        private Constructor<?> constructor;

        @Override
        protected void make() throws Exception {
            method = Reflection.class.getDeclaredMethod("secret", int.class);
            method.setAccessible(true);
            for (int i = 0; i < 30; i++) {
                method.invoke(this, i);
            }
            field = Specimens.class.getDeclaredField("value");
            field.setAccessible(true);
            field.get(new Specimens());
            constructor = Specimens.class.getDeclaredConstructor();
            constructor.newInstance();
        }

        private int secret(int i) {
            return i + 1;
        }

        @Override
        protected void check() throws Exception {
            equal(8, method.invoke(this, 7));
            equal(42, field.get(constructor.newInstance()));
            equal(Reflection.class.getDeclaredMethod("secret", int.class), method);
        }

        static final class Specimens {
            private int value = 42;
        }
    }

    interface Greeter {
        String greet(String name);
    }

    static final class Proxies extends Specimen {
        private Greeter greeter;

        private static final class Handler implements InvocationHandler {
            @Override
            public Object invoke(Object proxy, Method method, Object[] args) {
                return method.getName() + " " + args[0];
            }
        }

        @Override
        protected void make() {
            greeter = (Greeter) Proxy.newProxyInstance(Greeter.class.getClassLoader(), new Class<?>[] {Greeter.class},
                    new Handler());
        }

        @Override
        protected void check() {
            equal("greet you", greeter.greet("you"));
        }
    }

    static final class ThreadLocalValues extends Specimen {
        private static final ThreadLocal<String> LOCAL = new ThreadLocal<>();
        private static final ThreadLocal<Integer> INITIAL = ThreadLocal.withInitial(() -> 9);
        private static final InheritableThreadLocal<String> INHERITED = new InheritableThreadLocal<>();

        @Override
        protected void make() {
            LOCAL.set("local");
            INHERITED.set("inherited");
        }

        @Override
        protected void check() {
            equal("local", LOCAL.get());
            equal("inherited", INHERITED.get());
            equal(9, INITIAL.get());
        }
    }

    static final class Numbers extends Specimen {
        private BigInteger integer;
        private BigDecimal decimal;
        private Random random;
        private SplittableRandom splittable;
        private long nextRandom;
        private UUID uuid;

        @Override
        protected void make() {
            integer = BigInteger.TWO.pow(200);
            decimal = new BigDecimal("1234567890.0987654321");
            random = new Random(5);
            random.nextGaussian();
            Random twin = new Random(5);
            twin.nextGaussian();
            twin.nextGaussian();
            nextRandom = twin.nextLong();
            splittable = new SplittableRandom(1);
            uuid = new UUID(1, 2);
        }

        private boolean used;

        @Override
        protected void check() {
            equal(BigInteger.ONE.shiftLeft(200), integer);
            equal(new BigDecimal("1234567890.0987654321"), decimal);
            if (!used) {
                used = true;
                random.nextGaussian();
                equal(nextRandom, random.nextLong());
            }
            equal(new UUID(1, 2), uuid);
            splittable.nextInt();
        }
    }

    static final class Text extends Specimen {
        private StringBuilder builder;
        private StringTokenizer tokens;
        private Scanner scanner;
        private BufferedReader reader;
        private InputStreamReader bytes;
        private Formatter formatter;
        private DecimalFormat decimal;
        private StringJoiner joiner;
        private boolean used;

        @Override
        protected void make() throws Exception {
            builder = new StringBuilder("abc");
            tokens = new StringTokenizer("a b c");
            tokens.nextToken();
            scanner = new Scanner("1 two 3.5 rest of line\nnext");
            scanner.nextInt();
            reader = new BufferedReader(new StringReader("first\nsecond"));
            reader.readLine();
            bytes = new InputStreamReader(new ByteArrayInputStream("h\u00e9llo".getBytes(StandardCharsets.UTF_8)),
                    StandardCharsets.UTF_8);
            bytes.read();
            formatter = new Formatter(new StringBuilder(), Locale.ROOT);
            formatter.format("%5.2f", 1.0);
            decimal = new DecimalFormat("#,##0.00");
            joiner = new StringJoiner("-");
            joiner.add("x");
        }

        @Override
        protected void check() throws Exception {
            if (used) {
                return;
            }
            used = true;
            equal("abcd", builder.append('d').toString());
            equal("b", tokens.nextToken());
            equal("two", scanner.next());
            equal("3.5", scanner.next());
            equal(" rest of line", scanner.nextLine());
            equal("second", reader.readLine());
            equal('\u00e9', (char) bytes.read());
            equal(" 1.00|7", formatter.format("|%d", 7).toString());
            equal(8, decimal.format(1234.5).length());
            equal("x-y", joiner.add("y").toString());
        }
    }

    static final class Times extends Specimen {
        private LocalDate date;
        private ZonedDateTime zoned;
        private DateTimeFormatter formatter;
        private SimpleDateFormat simple;
        private Calendar calendar;
        private Duration duration;
        private Date old;

        @Override
        protected void make() {
            date = LocalDate.of(2024, 2, 29);
            zoned = ZonedDateTime.parse("2024-02-29T10:00:00+01:00[Europe/Paris]");
            formatter = DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT);
            simple = new SimpleDateFormat("yyyy-MM-dd HH:mm", Locale.ROOT);
            calendar = new GregorianCalendar(2020, Calendar.MARCH, 1);
            duration = Duration.ofMinutes(90);
            old = Date.from(Instant.ofEpochSecond(1_000_000));
        }

        @Override
        protected void check() throws Exception {
            equal("2024/02/29", formatter.format(date));
            equal(date.plusDays(1), LocalDate.from(formatter.parse("2024/03/01")));
            equal(9, zoned.withZoneSameInstant(java.time.ZoneOffset.UTC).getHour());
            simple.setTimeZone(java.util.TimeZone.getTimeZone("UTC"));
            equal("1970-01-12 13:46", simple.format(old));
            equal(Calendar.SUNDAY, calendar.get(Calendar.DAY_OF_WEEK));
            equal("PT1H30M", duration.toString());
        }
    }

    static final class Concurrency extends Specimen {
        private AtomicInteger atomic;
        private AtomicReference<String> reference;
        private LongAdder adder;
        private ReentrantLock lock;
        private ReentrantReadWriteLock readWrite;
        private Semaphore semaphore;
        private CompletableFuture<String> future;
        private CompletableFuture<Integer> dependent;
        private AtomicIntegerFieldUpdater<Counted> updater;
        private AtomicReferenceFieldUpdater<Counted, String> references;
        private AtomicLongFieldUpdater<Counted> longs;

        static class Counted {
            volatile int count;
            volatile String name;
            private volatile long total;
        }

        @Override
        protected void make() {
            atomic = new AtomicInteger(5);
            reference = new AtomicReference<>("r");
            adder = new LongAdder();
            adder.add(7);
            lock = new ReentrantLock();
            lock.lock();
            readWrite = new ReentrantReadWriteLock();
            readWrite.readLock().lock();
            semaphore = new Semaphore(2);
            future = new CompletableFuture<>();
            dependent = future.thenApply(String::length);
            updater = AtomicIntegerFieldUpdater.newUpdater(Counted.class, "count");
            references = AtomicReferenceFieldUpdater.newUpdater(Counted.class, String.class, "name");
            longs = AtomicLongFieldUpdater.newUpdater(Counted.class, "total");
        }

        @Override
        protected void check() {
            equal(5, atomic.get());
            holds(reference.compareAndSet("r", "s") && reference.compareAndSet("s", "r"));
            equal(7L, adder.sum());
            holds(lock.isHeldByCurrentThread());
            lock.unlock();
            lock.lock();
            readWrite.readLock().unlock();
            readWrite.writeLock().lock();
            readWrite.writeLock().unlock();
            readWrite.readLock().lock();
            holds(semaphore.tryAcquire(2) && !semaphore.tryAcquire());
            semaphore.release(2);
            equal(false, dependent.isDone() && !future.isDone());
            future.complete("four");
            equal(4, dependent.join());
            future = new CompletableFuture<>();
            dependent = future.thenApply(String::length);
            Counted counted = new Counted();
            equal(1, updater.incrementAndGet(counted));
            holds(references.compareAndSet(counted, null, "name"));
            equal("name", counted.name);
            equal(5L, longs.addAndGet(counted, 5));
            equal(5L, counted.total);
        }
    }

    static final class Buffers extends Specimen {
        private ByteBuffer buffer;
        private Charset charset;
        private Charset other;
        private CRC32 crc;

        @Override
        protected void make() {
            buffer = ByteBuffer.allocate(16);
            buffer.putInt(7).putLong(8);
            charset = StandardCharsets.UTF_8;
            other = Charset.forName("ISO-8859-2");
            crc = new CRC32();
            crc.update(1);
        }

        @Override
        protected void check() {
            equal(12, buffer.position());
            equal(7, buffer.getInt(0));
            same(StandardCharsets.UTF_8, charset);
            equal(Charset.forName("ISO-8859-2"), other);
            CRC32 twin = new CRC32();
            twin.update(1);
            equal(twin.getValue(), crc.getValue());
        }
    }

    static final class Misc extends Specimen {
        private record Point(int x, Object y) {}

        private Point point;
        private Optional<String> optional;
        private Properties properties;
        private Locale locale;
        private Currency currency;
        private Path path;
        private java.io.File file;
        private Object inner;
        private int[][][] deep;

        @Override
        protected void make() {
            point = new Point(3, "y");
            optional = Optional.of("o");
            properties = new Properties(new Properties());
            properties.setProperty("k", "v");
            locale = new Locale("pt", "BR");
            currency = Currency.getInstance("EUR");
            path = Path.of("/tmp", "x");
            file = new java.io.File("a/b");
            inner = new Object() {
                @Override
                public String toString() {
                    return "outer's " + point;
                }
            };
            deep = new int[3][4][];
        }

        @Override
        protected void check() {
            equal(new Point(3, "y"), point);
            equal("Point[x=3, y=y]", point.toString());
            equal("o", optional.get());
            equal("v", properties.getProperty("k"));
            equal(Locale.forLanguageTag("pt-BR"), locale);
            equal("EUR", currency.getCurrencyCode());
            equal(Path.of("/tmp/x"), path);
            equal("b", file.getName());
            equal("outer's Point[x=3, y=y]", inner.toString());
            equal(4, deep[2].length);
        }
    }

    static final class Threads extends Specimen {
        private Thread fresh;
        private Thread done;
        private boolean hook;

        private static final class Counter implements Runnable {
            private int runs;

            @Override
            public void run() {
                runs++;
            }
        }

        private Counter counter;

        @Override
        protected void make() throws Exception {
            counter = new Counter();
            fresh = new Thread(counter, "fresh");
            done = new Thread(counter, "done");
            done.start();
            done.join();
            Runtime.getRuntime().addShutdownHook(fresh);
        }

        @Override
        protected void check() throws Exception {
            same(Thread.State.TERMINATED, done.getState());
            equal("done", done.getName());
            holds(Runtime.getRuntime().removeShutdownHook(fresh));
            Thread again = new Thread(counter);
            int before = counter.runs;
            again.start();
            again.join();
            equal(before + 1, counter.runs);
            holds(again.getName().startsWith("Thread-"));
            if (fresh.getState() == Thread.State.NEW && hook) {
                fresh.start();
                fresh.join();
                equal(before + 2, counter.runs);
            }
            hook = true;
            Runtime.getRuntime().addShutdownHook(fresh = new Thread(counter, "fresh"));
        }
    }

    static final class Digests extends Specimen {
        private java.security.MessageDigest digest;
        private java.security.SecureRandom random;

        @Override
        protected void make() throws Exception {
            digest = java.security.MessageDigest.getInstance("SHA-256");
            digest.update((byte) 'a');
            random = new java.security.SecureRandom();
            random.nextInt();
        }

        @Override
        protected void check() throws Exception {
            java.security.MessageDigest copy = (java.security.MessageDigest) digest.clone();
            copy.update((byte) 'b');
            equal(java.security.MessageDigest.getInstance("SHA-256").digest("ab".getBytes()), copy.digest());
            same(java.security.Security.getProvider("SUN"), digest.getProvider());
            random.nextInt();
        }
    }

    static final class ManagementBeans extends Specimen {
        private java.lang.management.ThreadMXBean threads;
        private java.lang.management.MemoryPoolMXBean pool;
        private java.util.function.LongSupplier time;

        @Override
        protected void make() {
            threads = java.lang.management.ManagementFactory.getThreadMXBean();
            pool = java.lang.management.ManagementFactory.getMemoryPoolMXBeans().get(0);
            java.lang.management.RuntimeMXBean runtime = java.lang.management.ManagementFactory.getRuntimeMXBean();
            time = runtime::getUptime;
        }

        @Override
        protected void check() {
            equal(true, threads.getThreadCount() > 0);
            same(java.lang.management.ManagementFactory.getThreadMXBean(), threads);
            same(java.lang.management.ManagementFactory.getMemoryPoolMXBeans().get(0), pool);
            equal(true, time.getAsLong() > 0);
        }
    }

    static final class Handles extends Specimen {
        private java.lang.invoke.MethodHandle virtual;
        private java.lang.invoke.MethodHandle constructor;
        private java.lang.invoke.MethodHandle viewed;
        private java.lang.invoke.MethodType cachedByTheJdk;
        private java.lang.invoke.VarHandle field;
        private java.lang.invoke.VarHandle elements;
        private java.lang.invoke.MethodType type;
        private int value;

        @Override
        protected void make() throws Exception {
            java.lang.invoke.MethodHandles.Lookup lookup = java.lang.invoke.MethodHandles.lookup();
            type = java.lang.invoke.MethodType.methodType(String.class, int.class);
            virtual = lookup.findVirtual(String.class, "substring", type);
            constructor = lookup.findConstructor(ArrayList.class, java.lang.invoke.MethodType.methodType(void.class));
            viewed = constructor.asType(java.lang.invoke.MethodType.methodType(List.class));
            cachedByTheJdk = java.lang.invoke.MethodType.genericMethodType(19);
            field = lookup.findVarHandle(Handles.class, "value", int.class);
            elements = java.lang.invoke.MethodHandles.arrayElementVarHandle(long[].class);
        }

        @Override
        protected void check() throws Exception {
            try {
                equal("bc", (String) virtual.invokeExact("abc", 1));
                equal(List.of(), constructor.invoke());
                equal(List.of(), (List<?>) viewed.invokeExact());
            } catch (Throwable e) {
                throw new AssertionError(e);
            }
            int old = (int) field.getAndAdd(this, 1);
            equal(old + 1, value);
            long[] array = {0};
            elements.setVolatile(array, 0, 5L);
            equal(5L, array[0]);
            same(java.lang.invoke.MethodType.methodType(String.class, int.class), type);
            same(java.lang.invoke.MethodType.genericMethodType(19), cachedByTheJdk);
        }
    }
}
