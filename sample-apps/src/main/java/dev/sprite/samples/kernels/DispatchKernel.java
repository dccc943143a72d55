package dev.sprite.samples.kernels;

import java.util.function.IntBinaryOperator;

/** Virtual, interface and lambda calls with several receivers per site. */
final class DispatchKernel implements Kernel {
    private abstract static class Shape {
        abstract int area();

        int doubled() {
            return area() * 2;
        }
    }

    private static final class Square extends Shape {
        private final int side;

        Square(int side) {
            this.side = side;
        }

        @Override
        int area() {
            return side * side;
        }
    }

    private static final class Oblong extends Shape {
        private final int width;
        private final int height;

        Oblong(int width, int height) {
            this.width = width;
            this.height = height;
        }

        @Override
        int area() {
            return width * height;
        }
    }

    private static final class Bar extends Shape {
        private final int length;

        Bar(int length) {
            this.length = length;
        }

        @Override
        int area() {
            return length;
        }

        @Override
        int doubled() {
            return length + length;
        }
    }

    @Override
    public long run() {
        Shape[] shapes = new Shape[300];
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = i % 3 == 0 ? new Square(i) : i % 3 == 1 ? new Oblong(i, 3) : new Bar(i);
        }
        IntBinaryOperator[] operators = {(a, b) -> a + b, (a, b) -> a ^ b, (a, b) -> a * 31 + b, Math::max};
        int result = 0;
        for (int round = 0; round < 1_000; round++) {
            for (int i = 0; i < shapes.length; i++) {
                int value = i % 2 == 0 ? shapes[i].area() : shapes[i].doubled();
                result = operators[(i + round) & 3].applyAsInt(result, value);
            }
        }
        return result;
    }
}
