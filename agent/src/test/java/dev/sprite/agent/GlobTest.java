package dev.sprite.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GlobTest {
    @ParameterizedTest
    @CsvSource({
        "app.Main,      app/Main,       true",
        "app.Main,      app/Mains,      false",
        "app.*,         app/deep/Main,  true",
        "app.*,         application/X,  false",
        "*.Main,        app/deep/Main,  true",
        "*Main*,        app/MainLoop$1, true",
        "a*b*c,         a/xb/yb/c,      true",
        "a*b*c,         a/xb/yb/d,      false",
        "app.M?in,      app/Main,       true",
        "app.M?in,      app/Min,        false",
        "x.Y:app.Main,  app/Main,       true",
        "x.Y:app.Main,  x/Y,            true",
        "x.Y:app.Main,  x/Y:app/Main,   false",
        "*,             Main,           true"})
    void matches(String patterns, String name, boolean expected) {
        assertEquals(expected, new Glob(patterns).matches(name));
    }
}
