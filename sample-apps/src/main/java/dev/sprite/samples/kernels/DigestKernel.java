package dev.sprite.samples.kernels;

/** Shifts, rotations and many live locals: a block digest by hand. */
final class DigestKernel implements Kernel {
    @Override
    public long run() {
        byte[] message = new byte[64 * 1024];
        for (int i = 0; i < message.length; i++) {
            message[i] = (byte) (i * 131 >>> 3);
        }
        int[] word = new int[16];
        int a = 0x67452301;
        int b = 0xefcdab89;
        int c = 0x98badcfe;
        int d = 0x10325476;
        for (int block = 0; block < message.length; block += 64) {
            for (int i = 0; i < 16; i++) {
                int at = block + i * 4;
                word[i] = message[at] & 0xff
                        | (message[at + 1] & 0xff) << 8
                        | (message[at + 2] & 0xff) << 16
                        | message[at + 3] << 24;
            }
            for (int round = 0; round < 64; round++) {
                int mixed = round < 16 ? b & c | ~b & d : round < 32 ? d & b | ~d & c : b ^ c ^ d;
                int rotated = Integer.rotateLeft(a + mixed + word[(round * 5 + 1) & 15] + round, 7 + (round & 3) * 5);
                a = d;
                d = c;
                c = b;
                b += rotated;
            }
        }
        return (long) (a ^ b) << 32 | (c ^ d) & 0xffffffffL;
    }
}
