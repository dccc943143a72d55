package dev.sprite.samples.kernels;

/** Allocation: binary trees that are built, counted and dropped. */
final class TreeKernel implements Kernel {
    private static final class Tree {
        final Tree left;
        final Tree right;

        Tree(Tree left, Tree right) {
            this.left = left;
            this.right = right;
        }

        int count() {
            return left == null ? 1 : 1 + left.count() + right.count();
        }
    }

    @Override
    public long run() {
        long total = 0;
        for (int depth = 4; depth <= 14; depth += 2) {
            int trees = 1 << 15 - depth;
            for (int i = 0; i < trees; i++) {
                total = total * 3 + build(depth).count();
            }
        }
        return total;
    }

    private static Tree build(int depth) {
        return depth == 0 ? new Tree(null, null) : new Tree(build(depth - 1), build(depth - 1));
    }
}
