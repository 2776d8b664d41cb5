package io.npushell.launch;

import io.npushell.params.ParameterNames;
import io.npushell.plan.Step;
import io.npushell.session.Session;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Which session that runs or waits has to do with a directory, by its record; links and other spellings are the same directory. */
final class DirectoryUse {
    private static final String WORD = "('(?:[^']|'\\\\'')*'|[^\\s']+)";
    private static final Pattern READS =
            Pattern.compile("(?:--(?:load-dir|original|lora-dir|tokenizer)\\s|\\bMODEL_PATH=)" + WORD);
    private static final Pattern WRITES = Pattern.compile("--save-dir\\s" + WORD);

    private final List<Session> active;

    DirectoryUse(List<Session> sessions) {
        active = sessions.stream().filter(session -> session.state().active()).toList();
    }

    /** The id of one that reads it, writes it or trains into it, or null. */
    @Nullable String user(Path directory) {
        return first(
                directory,
                session -> Stream.of(written(session), read(session), trained(session))
                        .flatMap(List::stream)
                        .toList());
    }

    /** The id of one whose weights or export step makes it, or null. A training only adds whole iterations to its output, so that can be read. */
    @Nullable String writer(Path directory) {
        return first(directory, DirectoryUse::written);
    }

    /** The id of one that trains from the dataset of this prefix, or is to, or null. */
    @Nullable String trainer(Path prefix) {
        return first(prefix, DirectoryUse::datasets);
    }

    private @Nullable String first(Path directory, Function<Session, List<String>> paths) {
        Path wanted = RealPath.of(directory);
        return active.stream()
                .filter(session -> paths.apply(session).stream().anyMatch(text -> RealPath.same(text, wanted)))
                .map(session -> session.id().text())
                .findFirst()
                .orElse(null);
    }

    private static List<String> written(Session session) {
        return words(session, WRITES);
    }

    private static List<String> read(Session session) {
        List<String> paths = words(session, READS);
        paths.addAll(session.spec().request().variables().values());
        session.spec().request().settings().stream()
                .filter(entry -> entry.parameter().equals(ParameterNames.MODEL_PATH))
                .forEach(entry -> paths.add(entry.value()));
        return paths;
    }

    private static List<String> trained(Session session) {
        String output = session.spec().run().outputDirectory();
        return output == null ? List.of() : List.of(output);
    }

    private static List<String> datasets(Session session) {
        String dataset = session.spec().run().datasetPath();
        boolean trains = session.spec().request().steps().contains(Step.Kind.TRAIN.label());
        return dataset == null || !trains ? List.of() : List.of(dataset);
    }

    private static List<String> words(Session session, Pattern pattern) {
        List<String> words = new ArrayList<>();
        for (String command : session.spec().run().commands()) {
            Matcher found = pattern.matcher(command);
            while (found.find()) {
                String word = found.group(1);
                words.add(
                        word.startsWith("'")
                                ? word.substring(1, word.length() - 1).replace("'\\''", "'")
                                : word);
            }
        }
        return words;
    }
}
