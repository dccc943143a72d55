package dev.sprite.capture;

/** Tells interned strings from others. */
final class InternedStrings {
    private InternedStrings() {}

    @SuppressWarnings("StringOperationCanBeSimplified") // the copy must not become the interned one's equal
    static boolean contains(String text) {
        return new String(text).intern() == text;
    }
}
