package dev.sprite.tests.programs;

import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Exchanger;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.LinkedTransferQueue;
import java.util.concurrent.Phaser;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import java.util.concurrent.locks.StampedLock;
import java.util.stream.IntStream;

/** Pools, queues, locks and timers of the JDK, all with something under way until the gate opens. */
public final class Pools {
    private static final CountDownLatch OPEN = new CountDownLatch(1);
    private static final AtomicInteger TICKS = new AtomicInteger();

    private Pools() {}

    public static void main(String[] args) throws Exception {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> System.out.println("hook")));
        List<Part> parts = List.of(
                new Part("fixed pool", Pools::fixedPool), new Part("cached pool", Pools::cachedPool),
                new Part("scheduled", Pools::scheduled), new Part("fork join", Pools::forkJoin),
                new Part("common pool", Pools::commonPool), new Part("queued", Pools::queued),
                new Part("parallel stream", Pools::parallelStream),
                new Part("futures", Pools::futures), new Part("timed out", Pools::timedOut),
                new Part("timer", Pools::timer), new Part("array queue", () -> queue(new ArrayBlockingQueue<>(2))),
                new Part("linked queue", () -> queue(new LinkedBlockingQueue<>(2))),
                new Part("synchronous queue", () -> queue(new SynchronousQueue<>())),
                new Part("fair synchronous queue", () -> queue(new SynchronousQueue<>(true))),
                new Part("transfer queue", () -> queue(new LinkedTransferQueue<>())),
                new Part("exchanger", Pools::exchanger), new Part("phaser", Pools::phaser),
                new Part("barrier", Pools::barrier), new Part("semaphore", Pools::semaphore),
                new Part("condition", Pools::condition), new Part("read write lock", Pools::readWriteLock),
                new Part("stamped lock", Pools::stampedLock), new Part("completion", Pools::allOf));
        List<Future<String>> results = new ArrayList<>();
        ExecutorService runners = Executors.newFixedThreadPool(parts.size());
        for (Part part : parts) {
            results.add(runners.submit(part));
        }
        while (TICKS.get() < 3) {
            Thread.sleep(1);
        }
        Gate.await(args[0]);
        OPEN.countDown();
        for (Future<String> result : results) {
            System.out.println(result.get(60, TimeUnit.SECONDS));
        }
        runners.shutdown();
        System.out.println(runners.awaitTermination(60, TimeUnit.SECONDS));
    }

    private record Part(String name, Callable<Object> work) implements Callable<String> {
        @Override
        public String call() throws Exception {
            return name + ": " + work.call();
        }
    }

    private static int slow(int value) {
        try {
            OPEN.await();
        } catch (InterruptedException e) {
            return -1;
        }
        return value;
    }

    private static Object fixedPool() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(2);
        List<Callable<Integer>> tasks = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            int value = i;
            tasks.add(() -> slow(value));
        }
        int sum = 0;
        for (Future<Integer> each : pool.invokeAll(tasks)) {
            sum += each.get();
        }
        pool.shutdown();
        return sum + " " + pool.awaitTermination(1, TimeUnit.MINUTES);
    }

    private static Object cachedPool() throws Exception {
        ExecutorService pool = Executors.newCachedThreadPool();
        Future<Integer> first = pool.submit(() -> slow(3));
        Future<Integer> second = pool.submit(() -> first.get() + 1);
        int sum = second.get();
        return sum + " " + pool.shutdownNow().size() + " " + pool.awaitTermination(1, TimeUnit.MINUTES);
    }

    private static Object scheduled() throws Exception {
        ScheduledExecutorService pool = Executors.newScheduledThreadPool(2);
        pool.scheduleAtFixedRate(TICKS::incrementAndGet, 1, 2, TimeUnit.MILLISECONDS);
        Future<Integer> late = pool.schedule(() -> slow(5), 1, TimeUnit.MILLISECONDS);
        Future<?> never = pool.schedule(() -> slow(6), 1, TimeUnit.DAYS);
        int before = late.get();
        int ticks = TICKS.get();
        while (TICKS.get() < ticks + 3) {
            Thread.yield();
        }
        pool.shutdownNow();
        return before + " " + never.cancel(false) + " " + pool.awaitTermination(1, TimeUnit.MINUTES);
    }

    private static final class Sum extends RecursiveTask<Integer> {
        private static final long serialVersionUID = 1L;
        private final int from;
        private final int to;

        Sum(int from, int to) {
            this.from = from;
            this.to = to;
        }

        @Override
        protected Integer compute() {
            if (to - from < 4) {
                return slow(from) + (to - from > 1 ? IntStream.range(from + 1, to).sum() : 0);
            }
            Sum left = new Sum(from, (from + to) / 2);
            left.fork();
            return new Sum((from + to) / 2, to).compute() + left.join();
        }
    }

    private static Object forkJoin() throws Exception {
        ForkJoinPool pool = new ForkJoinPool(3);
        int sum = pool.invoke(new Sum(0, 100));
        pool.shutdown();
        return sum + " " + pool.awaitTermination(1, TimeUnit.MINUTES);
    }

    private static Object commonPool() {
        return ForkJoinPool.commonPool().submit(new Sum(0, 50)).join();
    }

    /** More than the common pool has threads for: nobody but them can do it. */
    private static Object queued() throws Exception {
        CountDownLatch done = new CountDownLatch(50);
        for (int i = 0; i < 50; i++) {
            ForkJoinPool.commonPool().execute(() -> {
                slow(0);
                done.countDown();
            });
        }
        done.await();
        return "done";
    }

    private static Object parallelStream() {
        return IntStream.range(0, 20).parallel().map(i -> slow(i) * i).boxed().toList();
    }

    private static Object futures() throws Exception {
        CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> slow(2));
        CompletableFuture<Integer> second = CompletableFuture.supplyAsync(() -> slow(3));
        CompletableFuture<Integer> never = new CompletableFuture<Integer>().completeOnTimeout(4, 1, TimeUnit.DAYS);
        CompletableFuture<String> chain = first.thenCombine(second, Integer::sum).thenApplyAsync(sum -> "sum " + sum)
                .whenComplete((sum, failure) -> never.complete(5));
        return chain.get() + " " + never.get();
    }

    private static Object timedOut() throws Exception {
        CompletableFuture<Integer> tomorrow = new CompletableFuture<Integer>().orTimeout(1, TimeUnit.DAYS);
        OPEN.await();
        CompletableFuture<Integer> never = new CompletableFuture<Integer>().orTimeout(5, TimeUnit.MILLISECONDS);
        boolean timedOut = never.handle((value, failure) -> failure instanceof TimeoutException).get();
        long timers = Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("CompletableFutureDelayScheduler")).count();
        return timedOut + " " + timers + " " + tomorrow.isDone();
    }

    private static Object timer() throws Exception {
        Timer timer = new Timer("timer");
        CountDownLatch ticks = new CountDownLatch(3);
        timer.schedule(new TimerTask() {
            @Override
            public void run() {
                if (OPEN.getCount() == 0) {
                    ticks.countDown();
                }
            }
        }, 1, 2);
        ticks.await();
        timer.cancel();
        return "ticked";
    }

    private static Object queue(BlockingQueue<Integer> queue) throws Exception {
        Thread taker = new Thread(() -> {
            try {
                for (int expected = 0; expected < 100; expected++) {
                    Integer item = expected % 2 == 0 ? queue.take() : queue.poll(1, TimeUnit.DAYS);
                    if (item != expected) {
                        System.out.println("WRONG: " + item + " instead of " + expected);
                    }
                    if (expected == 10) {
                        OPEN.await();
                    }
                }
            } catch (InterruptedException e) {
                System.out.println("WRONG: interrupted");
            }
        });
        taker.start();
        for (int i = 0; i < 99; i++) {
            queue.put(i);
        }
        OPEN.await();
        queue.put(99);
        taker.join();
        return queue.size();
    }

    private static Object exchanger() throws Exception {
        Exchanger<String> exchanger = new Exchanger<>();
        CompletableFuture<String> other = new CompletableFuture<>();
        new Thread(() -> {
            try {
                other.complete(exchanger.exchange("from the other"));
            } catch (InterruptedException e) {
                other.completeExceptionally(e);
            }
        }).start();
        OPEN.await();
        return exchanger.exchange("to the other") + ", " + other.get();
    }

    private static Object phaser() throws Exception {
        Phaser phaser = new Phaser(1);
        for (int i = 0; i < 3; i++) {
            phaser.register();
            new Thread(() -> {
                for (int phase = 0; phase < 5; phase++) {
                    phaser.arriveAndAwaitAdvance();
                }
                phaser.arriveAndDeregister();
            }).start();
        }
        OPEN.await();
        for (int phase = 0; phase < 5; phase++) {
            phaser.arriveAndAwaitAdvance();
        }
        phaser.arriveAndDeregister();
        return phaser.awaitAdvance(5) < 0 || phaser.isTerminated();
    }

    private static Object barrier() throws Exception {
        AtomicInteger trips = new AtomicInteger();
        CyclicBarrier barrier = new CyclicBarrier(3, trips::incrementAndGet);
        for (int i = 0; i < 2; i++) {
            new Thread(() -> {
                try {
                    barrier.await();
                    barrier.await(1, TimeUnit.DAYS);
                } catch (Exception e) {
                    System.out.println("WRONG: " + e);
                }
            }).start();
        }
        OPEN.await();
        barrier.await();
        barrier.await();
        return trips + " " + barrier.isBroken();
    }

    private static Object semaphore() throws Exception {
        Semaphore semaphore = new Semaphore(0, true);
        List<Integer> order = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            int number = i;
            Thread thread = new Thread(() -> {
                semaphore.acquireUninterruptibly();
                synchronized (order) {
                    order.add(number);
                }
            });
            threads.add(thread);
            thread.start();
            while (semaphore.getQueueLength() <= i) {
                Thread.yield();
            }
        }
        OPEN.await();
        for (Thread thread : threads) {
            semaphore.release();
            thread.join();
        }
        return order;
    }

    private static Object condition() throws Exception {
        ReentrantLock lock = new ReentrantLock(true);
        Condition changed = lock.newCondition();
        int[] turn = {0};
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int own = i;
            Thread thread = new Thread(() -> {
                lock.lock();
                try {
                    while (turn[0] != own) {
                        if (own % 2 == 0) {
                            changed.awaitUninterruptibly();
                        } else if (!changed.await(1, TimeUnit.DAYS)) {
                            System.out.println("WRONG: timed out");
                        }
                    }
                    turn[0]++;
                    changed.signalAll();
                } catch (InterruptedException e) {
                    System.out.println("WRONG: interrupted");
                } finally {
                    lock.unlock();
                }
            });
            threads.add(0, thread);
        }
        lock.lock();
        lock.lock();
        for (Thread thread : threads) {
            thread.start();
        }
        OPEN.await();
        lock.unlock();
        lock.unlock();
        for (Thread thread : threads) {
            thread.join();
        }
        return turn[0] + " " + lock.isLocked();
    }

    private static Object readWriteLock() throws Exception {
        ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
        int[] written = {0};
        lock.readLock().lock();
        Thread writer = new Thread(() -> {
            lock.writeLock().lock();
            written[0]++;
            lock.writeLock().unlock();
        });
        writer.start();
        OPEN.await();
        int before = written[0];
        lock.readLock().unlock();
        writer.join();
        return before + " " + written[0] + " " + lock.getReadLockCount();
    }

    private static Object stampedLock() throws Exception {
        StampedLock lock = new StampedLock();
        int[] written = {0};
        long stamp = lock.readLock();
        Thread writer = new Thread(() -> {
            long own = lock.writeLock();
            written[0]++;
            lock.unlockWrite(own);
        });
        writer.start();
        OPEN.await();
        int before = written[0];
        lock.unlockRead(stamp);
        writer.join();
        return before + " " + written[0];
    }

    private static Object allOf() throws Exception {
        List<CompletableFuture<Integer>> all = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            int value = i;
            CompletableFuture<Integer> future = new CompletableFuture<>();
            new Thread(() -> future.complete(slow(value))).start();
            all.add(future);
        }
        CompletableFuture.allOf(all.toArray(new CompletableFuture<?>[0])).join();
        return all.stream().mapToInt(CompletableFuture::join).sum();
    }
}
