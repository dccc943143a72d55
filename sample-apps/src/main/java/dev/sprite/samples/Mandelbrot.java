package dev.sprite.samples;

import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/**
 * Renders the Mandelbrot set row by row into a picture file (PPM), with the file open all the while.
 *
 * <p>Usage: {@code Mandelbrot [file [size]]}. At the end the file is read back and compared with a digest taken while
 * rendering, and, at the default size, with the known one. Exits with 1 if either differs.
 */
public final class Mandelbrot {
    private static final int DEFAULT_SIZE = 1000;
    private static final long DEFAULT_DIGEST = 0x43cf1b7a06b8f3c4L;
    private static final int LIMIT = 5000;
    private static final long FNV_BASIS = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final int size;
    private final OutputStream out;
    private long digest = FNV_BASIS;

    private Mandelbrot(int size, OutputStream out) {
        this.size = size;
        this.out = out;
    }

    public static void main(String[] args) throws IOException {
        String file = args.length > 0 ? args[0] : "mandelbrot.ppm";
        int size = args.length > 1 ? Integer.parseInt(args[1]) : DEFAULT_SIZE;
        long rendered;
        try (OutputStream out = new BufferedOutputStream(new FileOutputStream(file))) {
            Mandelbrot picture = new Mandelbrot(size, out);
            picture.render();
            rendered = picture.digest;
        }
        long written = digestOf(file);
        System.out.println(file + ": " + size + "x" + size + ", digest " + Long.toHexString(written));
        if (written != rendered || size == DEFAULT_SIZE && written != DEFAULT_DIGEST) {
            System.err.println("Mandelbrot: the file is not what was rendered");
            System.exit(1);
        }
    }

    private void render() throws IOException {
        String header = "P6\n" + size + " " + size + "\n255\n";
        for (int i = 0; i < header.length(); i++) {
            write(header.charAt(i));
        }
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                pixel(iterations(x * 3.0 / size - 2.2, y * 3.0 / size - 1.5));
            }
            if ((y + 1) % Math.max(1, size / 20) == 0) {
                System.out.println("row " + (y + 1) + " of " + size);
            }
        }
    }

    private static int iterations(double cr, double ci) {
        double zr = 0;
        double zi = 0;
        int n = 0;
        while (n < LIMIT && zr * zr + zi * zi <= 4) {
            double next = zr * zr - zi * zi + cr;
            zi = 2 * zr * zi + ci;
            zr = next;
            n++;
        }
        return n;
    }

    private void pixel(int n) throws IOException {
        int shade = n == LIMIT ? 0 : n;
        write(shade * 9 & 0xff);
        write(shade * 5 & 0xff);
        write(shade * 17 & 0xff);
    }

    private void write(int b) throws IOException {
        digest = (digest ^ b) * FNV_PRIME;
        out.write(b);
    }

    private static long digestOf(String file) throws IOException {
        long digest = FNV_BASIS;
        byte[] block = new byte[8192];
        try (InputStream in = new FileInputStream(file)) {
            for (int n = in.read(block); n >= 0; n = in.read(block)) {
                for (int i = 0; i < n; i++) {
                    digest = (digest ^ block[i] & 0xff) * FNV_PRIME;
                }
            }
        }
        return digest;
    }
}
