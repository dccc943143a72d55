package dev.sprite.samples.kernels;

/** Recursion and nothing else. */
final class FibKernel implements Kernel {
    @Override
    public long run() {
        return fib(27);
    }

    private static int fib(int n) {
        return n < 2 ? n : fib(n - 1) + fib(n - 2);
    }
}
