package dev.sprite.samples.heaps;

import java.io.Serializable;

/** A link of a list. */
final class ListNode implements Serializable {
    private static final long serialVersionUID = 1L;

    final int value;
    final ListNode next;

    ListNode(int value, ListNode next) {
        this.value = value;
        this.next = next;
    }
}
