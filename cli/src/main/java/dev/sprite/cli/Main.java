package dev.sprite.cli;

/** {@code java -jar sprite.jar}. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(SpriteCommand.run(args));
    }
}
