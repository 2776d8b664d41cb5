package io.npushell.shell.settings;

import io.npushell.params.Origin;
import io.npushell.params.Parameter;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterKind;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.Planner;
import io.npushell.plan.ValueAdvice;
import io.npushell.profile.ModelProfile;
import io.npushell.shell.access.KnownNpus;
import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.FileNames;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.workbench.Workbench;
import io.npushell.shell.workbench.WorkbenchState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Parameter names and values at the cursor, each with its reason; from memory only. */
public final class ParameterSuggestions {
    private final Workbench bench;
    private final SessionAccess access;
    private final BenchFindings findings;
    private final FileNames files;
    private final KnownSessions sessions;
    private final KnownNpus npus;

    public ParameterSuggestions(
            Workbench bench,
            SessionAccess access,
            BenchFindings findings,
            FileNames files,
            KnownSessions sessions,
            KnownNpus npus) {
        this.bench = bench;
        this.access = access;
        this.findings = findings;
        this.files = files;
        this.sessions = sessions;
        this.npus = npus;
    }

    /** For {@code set}: names at even places, values at odd ones; {@code NAME=} is completed as one word. */
    public List<Suggestion> assignments(Completion request) {
        if (request.word().indexOf('=') > 0) {
            return assignment(request.word());
        }
        long pairs = request.arguments().stream()
                .filter(word -> word.indexOf('=') <= 0)
                .count();
        if (pairs % 2 == 0) {
            return Stream.concat(settable().stream(), otherSpellings(request.word()).stream())
                    .toList();
        }
        return find(request.arguments().get(request.arguments().size() - 1))
                .map(parameter -> values(parameter, request.word()))
                .orElse(List.of());
    }

    /** For a word that is to be {@code NAME=VALUE}. */
    public List<Suggestion> assignment(String word) {
        int equals = word.indexOf('=');
        if (equals <= 0) {
            return settable().stream()
                    .map(name -> new Suggestion(name.value() + "=", name.description(), name.group(), false))
                    .toList();
        }
        String head = word.substring(0, equals + 1);
        return find(word.substring(0, equals))
                .map(parameter -> values(parameter, word.substring(equals + 1)))
                .orElse(List.of())
                .stream()
                .map(value ->
                        new Suggestion(head + value.value(), value.description(), value.group(), value.complete()))
                .toList();
    }

    /** The model type comes with the profile. */
    private List<Suggestion> settable() {
        return names().stream()
                .filter(name -> !name.value().equals(ParameterNames.MODEL_TYPE))
                .toList();
    }

    /** Where what is typed begins no name: the variables and upstream's options that it begins. */
    private static List<Suggestion> otherSpellings(String typed) {
        List<Parameter> all = ParameterCatalog.standard().all();
        if (typed.isEmpty() || all.stream().anyMatch(parameter -> begins(parameter.name(), typed))) {
            return List.of();
        }
        return all.stream()
                .filter(parameter -> !parameter.name().equals(ParameterNames.MODEL_TYPE))
                .flatMap(parameter -> parameter.spellings().stream()
                        .flatMap(spelling -> Stream.of(spelling, "--" + spelling))
                        .filter(spelling -> begins(spelling, typed))
                        .map(spelling -> Suggestion.of(spelling, parameter.name() + ": " + parameter.summary())
                                .in(parameter.group().title())))
                .toList();
    }

    private static boolean begins(String name, String typed) {
        return name.regionMatches(true, 0, typed, 0, typed.length());
    }

    /** All parameters, with what they are now. */
    List<Suggestion> names() {
        Optional<ModelProfile> profile = bench.loadedProfile();
        Settings now = profile.map(this::settings).orElse(Settings.none());
        return ParameterCatalog.standard().all().stream()
                .map(parameter -> new Suggestion(
                        parameter.name(),
                        now.text(parameter.name())
                                .map(value -> parameter.summary() + ", now " + value)
                                .orElse(parameter.summary()),
                        parameter.group().title(),
                        true))
                .toList();
    }

    /** Those the operator set. */
    List<Suggestion> operatorNames() {
        return bench.state().settings().layer(Origin.OPERATOR).values().stream()
                .map(setting -> Suggestion.of(
                        setting.parameter().name(), "now " + setting.value().text()))
                .toList();
    }

    private List<Suggestion> values(Parameter parameter, String typed) {
        List<Suggestion> suggestions = new ArrayList<>();
        WorkbenchState state = bench.state();
        bench.loadedProfile()
                .ifPresent(profile -> ValueAdvice.values(
                                parameter,
                                profile,
                                state.runType(),
                                access.beneath(state),
                                findings.machine(profile, state))
                        .forEach(value -> suggestions.add(Suggestion.of(value.value(), value.reason()))));
        if (parameter.name().equals(ParameterNames.DEVICES) || parameter.name().equals(ParameterNames.CONTAINER_NPUS)) {
            suggestions.addAll(npus.lists(typed, parameter.name().equals(ParameterNames.CONTAINER_NPUS)));
        }
        if (parameter.kind() instanceof ParameterKind.FilePath path) {
            suggestions.addAll(paths(path, typed));
        }
        return suggestions.isEmpty() ? ofKind(parameter.kind()) : suggestions;
    }

    private List<Suggestion> paths(ParameterKind.FilePath kind, String typed) {
        List<Suggestion> suggestions = new ArrayList<>(files.suggestions(typed, false));
        if (kind.takesSession()) {
            suggestions.addAll(sessions.suggest(session -> session.spec().run().outputDirectory() != null).stream()
                    .map(each -> new Suggestion("session:" + each.value(), each.description(), each.group(), true))
                    .toList());
        }
        return suggestions;
    }

    private static List<Suggestion> ofKind(ParameterKind kind) {
        Stream<String> values = kind instanceof ParameterKind.Choice choice
                ? choice.values().stream()
                : kind instanceof ParameterKind.Switch ? Stream.of("on", "off") : Stream.of();
        return values.map(value -> Suggestion.of(value, "")).toList();
    }

    private Settings settings(ModelProfile profile) {
        WorkbenchState state = bench.state();
        return Planner.settings(profile, state.runType(), access.beneath(state));
    }

    private static Optional<Parameter> find(String spelling) {
        return ParameterCatalog.standard().find(spelling);
    }
}
