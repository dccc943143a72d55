package dev.sprite.samples.kernels;

/** String building, concatenation and scanning. */
final class StringKernel implements Kernel {
    @Override
    public long run() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 4_000; i++) {
            String word = "w" + i % 97 + ':' + i * 7L;
            text.append(word).append(' ');
            if (text.length() > 5_000) {
                text.delete(0, 2_500);
            }
        }
        String all = text.toString();
        long hash = all.hashCode();
        int words = 0;
        for (int at = all.indexOf(' '); at >= 0; at = all.indexOf(' ', at + 1)) {
            hash = hash * 31 + all.charAt(at + 1 < all.length() ? at + 1 : 0);
            words++;
        }
        return hash * 31 + words + all.toUpperCase().substring(all.length() / 2).hashCode();
    }
}
