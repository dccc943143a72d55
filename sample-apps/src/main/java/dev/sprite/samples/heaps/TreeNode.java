package dev.sprite.samples.heaps;

import java.io.Serializable;

/** A node of a tree that is as deep as the logarithm of its size. */
final class TreeNode implements Serializable {
    private static final long serialVersionUID = 1L;

    private final int key;
    private final long value;
    private final TreeNode left;
    private final TreeNode right;

    private TreeNode(int key, TreeNode left, TreeNode right) {
        this.key = key;
        this.value = key * 7L;
        this.left = left;
        this.right = right;
    }

    static TreeNode tree(int from, int to) {
        if (from >= to) {
            return null;
        }
        int middle = (from + to) >>> 1;
        return new TreeNode(middle, tree(from, middle), tree(middle + 1, to));
    }

    static long sum(TreeNode node) {
        return node == null ? 0 : (sum(node.left) * 31 + node.key + node.value) * 31 + sum(node.right);
    }
}
