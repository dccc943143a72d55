package dev.sprite.samples.kernels;

/** Double fields of a few objects, in nested loops. */
final class NbodyKernel implements Kernel {
    private static final int STEPS = 20_000;

    private static final class Body {
        double x;
        double y;
        double z;
        double vx;
        double vy;
        double vz;
        final double mass;

        Body(double x, double y, double z, double mass) {
            this.x = x;
            this.y = y;
            this.z = z;
            this.mass = mass;
        }
    }

    @Override
    public long run() {
        Body[] bodies = new Body[5];
        for (int i = 0; i < bodies.length; i++) {
            bodies[i] = new Body(i * 3.1, i * i * 1.7, 2.0 - i * 0.9, 1.0 / (i + 1));
        }
        for (int step = 0; step < STEPS; step++) {
            advance(bodies, 0.001);
        }
        double energy = 0;
        for (Body body : bodies) {
            energy += body.mass * (body.vx * body.vx + body.vy * body.vy + body.vz * body.vz);
        }
        return Double.doubleToLongBits(energy);
    }

    private static void advance(Body[] bodies, double dt) {
        for (int i = 0; i < bodies.length; i++) {
            Body a = bodies[i];
            for (int j = i + 1; j < bodies.length; j++) {
                Body b = bodies[j];
                double dx = a.x - b.x;
                double dy = a.y - b.y;
                double dz = a.z - b.z;
                double square = dx * dx + dy * dy + dz * dz + 0.01;
                double pull = dt / (square * Math.sqrt(square));
                a.vx -= dx * b.mass * pull;
                a.vy -= dy * b.mass * pull;
                a.vz -= dz * b.mass * pull;
                b.vx += dx * a.mass * pull;
                b.vy += dy * a.mass * pull;
                b.vz += dz * a.mass * pull;
            }
        }
        for (Body body : bodies) {
            body.x += dt * body.vx;
            body.y += dt * body.vy;
            body.z += dt * body.vz;
        }
    }
}
