package dev.sprite.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;

class OptionsTest {
    @ParameterizedTest
    @NullAndEmptySource
    void nothingIsTheDefault(String text) {
        Options options = Options.parse(text);
        assertEquals(0, options.rehearse());
        assertNull(options.seed());
        assertNull(options.run());
        assertNull(options.dump());
        assertNull(options.target());
        assertEquals(Log.Level.WARN, options.log());
        assertTrue(options.admits("any/Name"));
    }

    @Test
    void everyKeyIsRead() {
        Options options = Options.parse("rehearse=7,seed=-3,run=/r,log=debug,offload=off,dump=/d,target=/t");
        assertEquals(7, options.rehearse());
        assertEquals(-3L, options.seed());
        assertEquals("/r", options.run());
        assertEquals(Log.Level.DEBUG, options.log());
        assertEquals(new File("/d"), options.dump());
        assertEquals(new File("/t"), options.target());
    }

    @Test
    void aValueMayHoldAnEqualsSign() {
        assertEquals("/a=b", Options.parse("run=/a=b").run());
    }

    @Test
    void excludeWinsOverInclude() {
        Options options = Options.parse("include=app.*:lib.Util,exclude=app.gen.*");
        assertTrue(options.admits("app/Main"));
        assertTrue(options.admits("lib/Util"));
        assertFalse(options.admits("lib/Other"));
        assertFalse(options.admits("app/gen/Stub"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "colour=red    | unknown option 'colour'; valid are dump, exclude, include, log, offload, rehearse, run, seed",
        "log=loud      | unknown value 'log=loud'; valid are error, warn, info, debug",
        "offload=maybe | unknown value 'offload=maybe'; valid are auto, off",
        "run=          | option 'run' has no value; valid is a directory",
        "dump          | option 'dump' has no value; valid is a directory",
        "rehearse=0    | unknown value 'rehearse=0'; valid are whole numbers from 1 to 2147483647",
        "rehearse=many | unknown value 'rehearse=many'; valid are whole numbers from 1 to 2147483647"})
    void whatIsWrongIsNamedWithWhatIsValid(String text, String message) {
        Exception e = assertThrows(IllegalArgumentException.class, () -> Options.parse(text));
        assertEquals(message, e.getMessage());
    }
}
