package dev.sprite.tests.programs.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.RecursiveTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** Work that is given to pools, timers and threads made for it: all of it is done, and done once. */
final class Services extends Station {
    private static final int TASKS = 8;

    private Services() {}

    static Services pool() {
        Services services = new Services();
        services.once(() -> {
            ExecutorService pool = Executors.newFixedThreadPool(3);
            while (!isEnding()) {
                List<Future<Integer>> results = new ArrayList<>();
                for (int i = 0; i < TASKS; i++) {
                    int value = i;
                    results.add(pool.submit(() -> nap(value)));
                }
                int sum = 0;
                for (Future<Integer> result : results) {
                    sum += result.get();
                }
                services.expectSum(sum);
            }
            pool.shutdown();
            services.expect(pool.awaitTermination(1, TimeUnit.DAYS), "the pool has not ended");
        });
        return services;
    }

    static Services scheduled() {
        Services services = new Services();
        services.once(() -> {
            ScheduledExecutorService pool = Executors.newScheduledThreadPool(2);
            AtomicInteger ticks = new AtomicInteger();
            pool.scheduleAtFixedRate(ticks::incrementAndGet, 1, 5, TimeUnit.MILLISECONDS);
            while (!isEnding()) {
                int before = ticks.get();
                services.expect(pool.schedule(() -> nap(3), 2, TimeUnit.MILLISECONDS).get() == 3, "not 3");
                while (ticks.get() == before) {
                    Thread.sleep(1);
                }
                services.count();
            }
            pool.shutdownNow();
            services.expect(pool.awaitTermination(1, TimeUnit.DAYS), "the pool has not ended");
        });
        return services;
    }

    static Services forkJoin() {
        Services services = new Services();
        services.repeat(() -> {
            services.expectSum(ForkJoinPool.commonPool().invoke(new Sum(0, TASKS)));
            services.expectSum(IntStream.range(0, TASKS).parallel().map(Services::nap).sum());
        });
        return services;
    }

    static Services futures() {
        Services services = new Services();
        services.repeat(() -> {
            CompletableFuture<Integer> sum = CompletableFuture.completedFuture(0);
            for (int i = 0; i < TASKS; i++) {
                int value = i;
                sum = sum.thenCombineAsync(CompletableFuture.supplyAsync(() -> nap(value)), Integer::sum);
            }
            services.expectSum(sum.orTimeout(1, TimeUnit.DAYS).get());
        });
        return services;
    }

    static Services timer() {
        Services services = new Services();
        services.once(() -> {
            Timer timer = new Timer(true);
            while (!isEnding()) {
                CountDownLatch done = new CountDownLatch(1);
                timer.schedule(new TimerTask() {
                    @Override
                    public void run() {
                        services.expect(done.getCount() == 1, "a task is run twice");
                        done.countDown();
                    }
                }, 2);
                done.await();
                services.count();
            }
            timer.cancel();
        });
        return services;
    }

    /** A thread for every task. */
    static Services threads() {
        Services services = new Services();
        services.repeat(() -> {
            AtomicInteger sum = new AtomicInteger();
            List<Thread> threads = new ArrayList<>();
            for (int i = 0; i < TASKS; i++) {
                int value = i;
                Thread thread = new Thread(() -> sum.addAndGet(nap(value)));
                threads.add(thread);
                thread.start();
            }
            for (Thread thread : threads) {
                thread.join();
            }
            services.expectSum(sum.get());
        });
        return services;
    }

    /** Sleeps that must not be too short. */
    static Services sleeps() {
        Services services = new Services();
        services.repeat(() -> {
            long begin = System.nanoTime();
            Thread.sleep(5);
            services.expect(System.nanoTime() - begin >= 4_900_000, "slept " + (System.nanoTime() - begin));
        });
        return services;
    }

    private void expectSum(int sum) {
        expect(sum == TASKS * (TASKS - 1) / 2, "the sum is " + sum);
        count();
    }

    private static int nap(int value) {
        try {
            Thread.sleep(value & 3);
        } catch (InterruptedException e) {
            return Integer.MIN_VALUE;
        }
        return value;
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
            if (to - from == 1) {
                return nap(from);
            }
            Sum left = new Sum(from, (from + to) / 2);
            left.fork();
            return new Sum((from + to) / 2, to).compute() + left.join();
        }
    }
}
