package dev.sprite.samples;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;

/**
 * A calculator with variables at the terminal: {@code x = 6}, {@code x * (7 + 1)}, {@code vars}, {@code quit}.
 *
 * <p>Move it in the midst of a session: the variables stay, and so does the terminal. Every value is computed twice, by
 * recursive descent and over an explicit stack; the program exits with 1 if the two ever differ.
 */
public final class Calculator {
    private final Map<String, Double> variables = new TreeMap<>();
    private int lines;

    public static void main(String[] args) throws IOException {
        new Calculator().converse(new BufferedReader(new InputStreamReader(System.in)));
    }

    private void converse(BufferedReader in) throws IOException {
        System.out.print("> ");
        System.out.flush();
        for (String line = in.readLine(); line != null && !line.trim().equals("quit"); line = in.readLine()) {
            lines++;
            String answer;
            try {
                answer = answer(line.trim());
            } catch (IllegalArgumentException e) {
                answer = "? " + e.getMessage();
            }
            System.out.print(answer + "\n> ");
            System.out.flush();
        }
        System.out.println("bye after " + lines + " lines, " + variables.size() + " variables");
    }

    private String answer(String line) {
        if (line.isEmpty()) {
            return "";
        }
        if (line.equals("vars")) {
            return variables.toString();
        }
        int equals = line.indexOf('=');
        if (equals < 0) {
            return show(value(line));
        }
        String name = line.substring(0, equals).trim();
        if (name.isEmpty() || !Character.isLetter(name.charAt(0))) {
            throw new IllegalArgumentException("not a name: " + name);
        }
        double value = value(line.substring(equals + 1));
        variables.put(name, value);
        return name + " = " + show(value);
    }

    private double value(String expression) {
        double value = new Descent(expression, variables).value();
        double again = new Stacks(expression, variables).value();
        if (Double.compare(value, again) != 0) {
            System.err.println("Calculator: " + expression + " is " + value + " and " + again);
            System.exit(1);
        }
        return value;
    }

    private static String show(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : Double.toString(value);
    }

    /** What both ways of evaluating read from. */
    private abstract static class Source {
        private final String text;
        private final Map<String, Double> variables;
        private int at;

        Source(String text, Map<String, Double> variables) {
            this.text = text;
            this.variables = variables;
        }

        /** The next character that is not a blank, or 0 at the end. */
        final char peek() {
            while (at < text.length() && text.charAt(at) == ' ') {
                at++;
            }
            return at < text.length() ? text.charAt(at) : 0;
        }

        final char take() {
            char c = peek();
            at++;
            return c;
        }

        final double operand() {
            char first = peek();
            int begin = at;
            while (at < text.length() && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            String word = text.substring(begin, at);
            if (word.isEmpty()) {
                throw new IllegalArgumentException(first == 0 ? "unexpected end" : "unexpected " + first);
            }
            if (!Character.isLetter(first)) {
                return Double.parseDouble(word);
            }
            Double value = variables.get(word);
            if (value == null) {
                throw new IllegalArgumentException("no variable " + word);
            }
            return value;
        }

        static double apply(char operator, double left, double right) {
            switch (operator) {
                case '+':
                    return left + right;
                case '-':
                    return left - right;
                case '*':
                    return left * right;
                case '/':
                    return left / right;
                default:
                    throw new IllegalArgumentException("unexpected " + operator);
            }
        }
    }

    /** By recursive descent. */
    private static final class Descent extends Source {
        Descent(String text, Map<String, Double> variables) {
            super(text, variables);
        }

        double value() {
            double value = sum();
            if (peek() != 0) {
                throw new IllegalArgumentException("unexpected " + peek());
            }
            return value;
        }

        private double sum() {
            double value = product();
            while (peek() == '+' || peek() == '-') {
                value = apply(take(), value, product());
            }
            return value;
        }

        private double product() {
            double value = factor();
            while (peek() == '*' || peek() == '/') {
                value = apply(take(), value, factor());
            }
            return value;
        }

        private double factor() {
            if (peek() == '-') {
                take();
                return -factor();
            }
            if (peek() != '(') {
                return operand();
            }
            take();
            double value = sum();
            if (take() != ')') {
                throw new IllegalArgumentException("missing )");
            }
            return value;
        }
    }

    /** Over a stack of operands and one of operators, after Dijkstra's shunting yard; {@code ~} negates. */
    private static final class Stacks extends Source {
        private double[] operands = new double[8];
        private char[] operators = new char[8];
        private int operandCount;
        private int operatorCount;

        Stacks(String text, Map<String, Double> variables) {
            super(text, variables);
        }

        double value() {
            for (boolean wantsOperand = true; peek() != 0; ) {
                char c = peek();
                if (!wantsOperand && c == ')') {
                    take();
                    reduce(0);
                    operatorCount--;
                } else if (!wantsOperand) {
                    take();
                    reduce(rank(c));
                    push(c);
                    wantsOperand = true;
                } else if (c == '(' || c == '-') {
                    take();
                    push(c == '-' ? '~' : c);
                } else {
                    push(operand());
                    wantsOperand = false;
                }
            }
            reduce(0);
            return operands[0];
        }

        /** Applies the operators on the stack, down to a parenthesis, that bind at least as closely as {@code rank}. */
        private void reduce(int rank) {
            while (operatorCount > 0
                    && operators[operatorCount - 1] != '('
                    && rank(operators[operatorCount - 1]) >= rank) {
                char operator = operators[--operatorCount];
                double right = operands[--operandCount];
                push(operator == '~' ? -right : apply(operator, operands[--operandCount], right));
            }
        }

        private static int rank(char operator) {
            return operator == '~' ? 3 : operator == '*' || operator == '/' ? 2 : 1;
        }

        private void push(double operand) {
            if (operandCount == operands.length) {
                operands = Arrays.copyOf(operands, operandCount * 2);
            }
            operands[operandCount++] = operand;
        }

        private void push(char operator) {
            if (operatorCount == operators.length) {
                operators = Arrays.copyOf(operators, operatorCount * 2);
            }
            operators[operatorCount++] = operator;
        }
    }
}
