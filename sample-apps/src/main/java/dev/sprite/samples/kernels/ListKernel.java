package dev.sprite.samples.kernels;

/** Pointer chasing over a linked list that is sorted by insertion. */
final class ListKernel implements Kernel {
    private static final class Node {
        final int value;
        Node next;

        Node(int value, Node next) {
            this.value = value;
            this.next = next;
        }
    }

    @Override
    public long run() {
        Node head = new Node(Integer.MIN_VALUE, null);
        int random = 42;
        for (int i = 0; i < 1_500; i++) {
            random = random * 1_664_525 + 1_013_904_223;
            Node before = head;
            while (before.next != null && before.next.value < random) {
                before = before.next;
            }
            before.next = new Node(random, before.next);
        }
        long sum = 0;
        for (Node node = head.next; node != null; node = node.next) {
            sum = sum * 31 + node.value;
        }
        return sum;
    }
}
