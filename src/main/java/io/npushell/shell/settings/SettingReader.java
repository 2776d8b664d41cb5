package io.npushell.shell.settings;

import static io.npushell.params.ParameterNames.MODEL_TYPE;
import static io.npushell.params.ParameterNames.RUN_TYPE;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterKind;
import io.npushell.params.ParameterKind.Reading;
import io.npushell.params.Value;
import io.npushell.profile.ModelProfile;
import io.npushell.session.SessionStore;
import io.npushell.shell.access.LastSession;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.workbench.Workbench;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Reads "NAME VALUE", "NAME=VALUE" into a parameter and its value, or says why it is none. */
public final class SettingReader {
    private static final String SESSION = "session:";
    private static final String OPTION = "--";

    private final ParameterCatalog catalog;
    private final Supplier<Optional<ModelProfile>> profile;
    private final SessionAccess access;
    private final Path directory;
    private final String homeDirectory;

    /** One wish, read. */
    public record Wish(Parameter parameter, Value value) {}

    /**
     * Relative paths start at a directory.
     *
     * @param profile the one in use, whose script may read a parameter under a name of its own
     * @param homeDirectory what {@code ~} stands for
     */
    public SettingReader(
            ParameterCatalog catalog,
            Supplier<Optional<ModelProfile>> profile,
            SessionAccess access,
            Path directory,
            String homeDirectory) {
        this.catalog = catalog;
        this.profile = profile;
        this.access = access;
        this.directory = directory;
        this.homeDirectory = homeDirectory;
    }

    /** All wishes of a line; nothing of it counts where one is wrong. */
    public List<Wish> read(List<String> words) {
        List<Wish> wishes = new ArrayList<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            int equals = equals(word);
            if (equals > 0) {
                wishes.add(read(word.substring(0, equals), word.substring(equals + 1)));
            } else if (isSwitch(word, words.subList(i + 1, words.size()))) {
                wishes.add(read(word, "on"));
            } else if (i + 1 < words.size()) {
                wishes.add(read(word, words.get(++i)));
            } else {
                Parameter parameter = parameter(word);
                throw new OperatorException(
                        ExitCode.USAGE,
                        "no value for " + parameter.name() + ": it takes "
                                + parameter.kind().range(),
                        "set " + parameter.name() + " VALUE   or   explain " + parameter.name());
            }
        }
        return wishes;
    }

    /** The full-width sign of an input method is read where a plain one would be. */
    private static int equals(String word) {
        int plain = word.indexOf('=');
        int wide = word.indexOf('＝');
        return wide < 0 ? plain : plain < 0 ? wide : Math.min(plain, wide);
    }

    /**
     * Brings the profile in use into memory. Without one only what holds whatever is trained can be set; {@code use} takes it along.
     *
     * @throws OperatorException USAGE
     */
    void requireProfile(List<Parameter> parameters, Workbench bench) {
        boolean site =
                parameters.stream().allMatch(parameter -> parameter.group().ofTheSite());
        if (bench.state().profile() != null || !site) {
            bench.profile();
        }
    }

    /** Upstream's options that switch something on have no value behind them. */
    private boolean isSwitch(String word, List<String> behind) {
        return word.startsWith(OPTION)
                && (behind.isEmpty() || behind.get(0).startsWith(OPTION))
                && catalog.find(word)
                        .filter(parameter -> parameter.kind() instanceof ParameterKind.Switch)
                        .isPresent();
    }

    /** The parameter of a spelling: the script's own name for it, or one of the catalogue's. */
    Parameter parameter(String spelling) {
        return byScript(spelling).or(() -> catalog.find(spelling)).orElseThrow(() -> {
            Optional<OperatorException> elsewhere = OtherOptions.refusal(spelling, profile.get());
            if (elsewhere.isPresent()) {
                return elsewhere.get();
            }
            List<String> near = catalog.closest(spelling);
            return new OperatorException(
                    ExitCode.USAGE,
                    "there is no parameter '" + spelling + "'"
                            + (near.isEmpty() ? "" : "; did you mean " + String.join(" or ", near) + "?"),
                    "show --all");
        });
    }

    private Optional<Parameter> byScript(String spelling) {
        return profile.get()
                .flatMap(known -> known.variables().entrySet().stream()
                        .filter(entry -> entry.getValue().equals(spelling))
                        .map(Map.Entry::getKey)
                        .findFirst())
                .flatMap(catalog::find);
    }

    private Wish read(String name, String text) {
        Parameter parameter = parameter(name);
        if (parameter.name().equals(MODEL_TYPE)) {
            throw new OperatorException(
                    ExitCode.USAGE,
                    "the profile says the model type; it is not set by hand",
                    "use PROFILE   or   profile list");
        }
        String spelled = parameter.kind() instanceof ParameterKind.FilePath ? path(text) : text;
        Reading reading = parameter.kind().read(spelled);
        if (reading instanceof Reading.Accepted accepted) {
            return new Wish(parameter, accepted.value());
        }
        throw new OperatorException(
                ExitCode.USAGE,
                parameter.name() + " '" + text + "' is not " + ((Reading.Refused) reading).reason(),
                parameter.name().equals(RUN_TYPE) ? "use PROFILE/RUN-TYPE" : "explain " + parameter.name());
    }

    private String path(String text) {
        if (text.startsWith(SESSION)) {
            SessionStore store = access.store();
            String reference = text.substring(SESSION.length());
            // the change on the screen names the session that last stands for
            String meant = LastSession.CHECKPOINT.meant(reference, store, unsaid -> {});
            return SESSION + store.require(meant).id().text();
        }
        if (text.equals("~") || text.startsWith("~/")) {
            return homeDirectory + text.substring(1);
        }
        return text.isEmpty() || text.startsWith("/")
                ? text
                : directory.resolve(text).normalize().toString();
    }
}
