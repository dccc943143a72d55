package dev.sprite.samples;

/**
 * Solves hard Sudokus by plain backtracking: a recursion up to 81 calls deep that counts the positions it has tried.
 *
 * <p>Usage: {@code Sudoku [rounds]}. Every solution is checked against the rules and its puzzle. Exits with 1 if one is
 * wrong.
 */
public final class Sudoku {
    private static final String[] PUZZLES = {
        "8..........36......7..9.2...5...7.......457.....1...3...1....68..85...1..9....4..",
        "1....7.9..3..2...8..96..5....53..9...1..8...26....4...3......1..4......7..7...3..",
        ".....6....59.....82....8....45........3........6..3.54...325..6..................",
    };

    private final int[] cells = new int[81];
    private long tried;

    private Sudoku(String puzzle) {
        for (int i = 0; i < 81; i++) {
            cells[i] = puzzle.charAt(i) == '.' ? 0 : puzzle.charAt(i) - '0';
        }
    }

    public static void main(String[] args) {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 20;
        for (int round = 0; round < rounds; round++) {
            for (String puzzle : PUZZLES) {
                Sudoku sudoku = new Sudoku(puzzle);
                boolean solved = sudoku.solve(0);
                System.out.println(sudoku + "  " + sudoku.tried + " positions");
                if (!solved || !sudoku.solves(puzzle)) {
                    System.err.println("Sudoku: wrong solution of " + puzzle);
                    System.exit(1);
                }
            }
        }
    }

    private boolean solve(int cell) {
        int next = cell;
        while (next < 81 && cells[next] != 0) {
            next++;
        }
        if (next == 81) {
            return true;
        }
        for (int digit = 1; digit <= 9; digit++) {
            if (fits(next, digit)) {
                tried++;
                cells[next] = digit;
                if (solve(next + 1)) {
                    return true;
                }
                cells[next] = 0;
            }
        }
        return false;
    }

    private boolean fits(int cell, int digit) {
        int row = cell / 9;
        int column = cell % 9;
        int box = row / 3 * 27 + column / 3 * 3;
        for (int i = 0; i < 9; i++) {
            if (cells[row * 9 + i] == digit || cells[i * 9 + column] == digit || cells[box + i / 3 * 9 + i % 3] == digit) {
                return false;
            }
        }
        return true;
    }

    private boolean solves(String puzzle) {
        for (int i = 0; i < 81; i++) {
            int digit = cells[i];
            cells[i] = 0;
            boolean right = digit != 0
                    && fits(i, digit)
                    && (puzzle.charAt(i) == '.' || puzzle.charAt(i) - '0' == digit);
            cells[i] = digit;
            if (!right) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(81);
        for (int digit : cells) {
            text.append(digit);
        }
        return text.toString();
    }
}
