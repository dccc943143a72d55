package dev.sprite.tests.conformance;

/** What generated classes extend, and call. */
public class Cell {
    public int number;
    public long wide;
    public String text;

    public Cell() {
        this(Ground.mix(1), 2L);
    }

    public Cell(int number, long wide) {
        this.number = number;
        this.wide = Ground.mix(wide);
    }

    public Cell(double real, Cell other, String text, float small) {
        number = Ground.mix((int) real) + (other == null ? 7 : other.virtual((int) small, 3L));
        this.text = text;
    }

    public int virtual(int a, long b) {
        return Ground.mix(number + a) ^ (int) (wide + b);
    }

    public synchronized long guarded(double a) {
        wide += Ground.mix((long) a);
        return wide;
    }

    public Cell self() {
        Ground.note(number);
        return this;
    }
}
