package dev.sprite.samples.kernels;

/** An interpreter's loop: one large method around a large switch. */
final class InterpreterKernel implements Kernel {
    private static final int[] PROGRAM = {
        1, 0, 1, 1, 2, 3, 20_000, 4, 5, 0, 6, 1, 7, 8, 9, 13, 2, 10, 3, 11, 12, 5, 1, 14, 255, 15, 16, 2, 17, 18, 4, 0,
    };

    @Override
    public long run() {
        long accumulator = 7;
        long[] register = new long[4];
        int[] memory = new int[256];
        int executed = 0;
        int pc = 0;
        while (executed < 400_000) {
            executed++;
            int operation = PROGRAM[pc];
            pc = pc + 1 == PROGRAM.length ? 0 : pc + 1;
            switch (operation) {
                case 0:
                    accumulator += executed;
                    break;
                case 1:
                    register[0] = accumulator;
                    break;
                case 2:
                    register[1] += accumulator ^ register[0];
                    break;
                case 3:
                    accumulator = accumulator * 31 + register[1];
                    break;
                case 4:
                    memory[(int) accumulator & 255]++;
                    break;
                case 5:
                    accumulator += memory[executed & 255];
                    break;
                case 6:
                    accumulator = accumulator << 3 | accumulator >>> 61;
                    break;
                case 7:
                    register[2] = register[1] - register[0];
                    break;
                case 8:
                    if (register[2] < 0) {
                        register[2] = ~register[2];
                    }
                    break;
                case 9:
                    memory[(int) register[2] & 255] += (int) accumulator;
                    break;
                case 10:
                    register[3] = register[0] + register[1] + register[2];
                    break;
                case 11:
                    accumulator ^= register[3];
                    break;
                case 12:
                    accumulator = accumulator == 0 ? 1 : accumulator / 3;
                    break;
                case 13:
                    register[0] = register[0] * 17 + 1;
                    break;
                case 14:
                    accumulator -= memory[255 - (executed & 255)];
                    break;
                case 15:
                    accumulator &= 0xffffffffffL;
                    break;
                case 16:
                    register[1] >>>= 1;
                    break;
                case 17:
                    accumulator += register[1] > register[0] ? 1 : -1;
                    break;
                case 18:
                    memory[executed & 255] ^= pc;
                    break;
                default:
                    accumulator = accumulator * 5 + operation;
                    break;
            }
        }
        return accumulator + register[3];
    }
}
