package dev.sprite.image.carrier;

import dev.sprite.image.codec.Roles;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Every carrier there is, in the order in which their states are put in place. */
public final class Carriers {
    private Carriers() {}

    public static List<Carrier> all(Roles roles, Instrumentation inst) {
        Predicate<Class<?>> ofProgram = new OfProgram(roles.application());
        List<Carrier> all = new ArrayList<>(SharedObjectCarrier.all());
        Collections.addAll(all,
                new StaticCarrier(System.class, "in"),
                new StaticCarrier(System.class, "out"),
                new StaticCarrier(System.class, "err"),
                new IterationOrderCarrier(inst),
                new PropertiesCarrier(),
                new StaticCarrier(Locale.class, "defaultLocale"),
                new StaticCarrier(Locale.class, "defaultDisplayLocale"),
                new StaticCarrier(Locale.class, "defaultFormatLocale"),
                new TimeZoneCarrier(),
                new StaticCarrier(Thread.class, "defaultUncaughtExceptionHandler"),
                new ThreadNumberCarrier(),
                new ThreadIdCarrier(),
                new ThreadGroupCarrier(roles.mainGroup()),
                new ShutdownHooksCarrier(ofProgram),
                new DeleteOnExitCarrier(),
                new SettingsCarrier(),
                new LevelsCarrier(),
                new SecurityCarrier(),
                new SignalHandlersCarrier(),
                new ClassValuesCarrier(inst, ofProgram),
                new ChildExitsCarrier(),
                new MainThreadCarrier(roles.main()));
        return all;
    }
}
