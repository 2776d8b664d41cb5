package io.npushell.shell.sessions;

import io.npushell.ExitCode;
import io.npushell.launch.Resumer;
import io.npushell.launch.SavedWork;
import io.npushell.launch.SessionPaths;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.Setting;
import io.npushell.params.Settings;
import io.npushell.session.Session;
import io.npushell.session.StepMark;
import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.settings.SettingsView;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import io.npushell.shell.workbench.Workbench;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Shows the settings in use, one of them, or a session. */
final class ShowCommand extends OperatorCommand {
    private final Workbench bench;
    private final SessionAccess access;
    private final KnownSessions known;
    private final Clock clock;

    ShowCommand(Workbench bench, SessionAccess access, KnownSessions known, Clock clock) {
        super(CommandDoc.named("show", CommandGroup.PARAMETERS, "show the settings, one parameter, or a session")
                .arguments("[NAME | SESSION]", 0, 1)
                .description(
                        "Without a word: every setting with a value and where it comes from. With a parameter: its"
                                + " value alone, for scripts; session:ID is shown as the directory it stands for. With a session: what was asked, how it went, why it failed.")
                .flag("all", "parameters without a value too")
                .json()
                .paged()
                .example("show", "the settings in use")
                .example("show gbs", "just the value")
                .example("show 12", "session 12, with its diagnosis where it failed")
                .seeAlso("explain", "diff", "sessions")
                .build());
        this.bench = bench;
        this.access = access;
        this.known = known;
        this.clock = clock;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        if (words.arguments().isEmpty()) {
            return settings(words.flag("all"), out);
        }
        String word = words.argument(0);
        return ParameterCatalog.standard()
                .find(word)
                .map(parameter -> setting(parameter.name(), out))
                .orElseGet(() -> session(word, out));
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        Stream<Suggestion> parameters = ParameterCatalog.standard().all().stream()
                .map(parameter ->
                        Suggestion.of(parameter.name(), parameter.summary()).in("parameters"));
        return request.position() > 0
                ? List.of()
                : Stream.concat(known.suggest(session -> true).stream(), parameters)
                        .toList();
    }

    private ExitCode settings(boolean all, Output out) {
        if (!bench.state().edited()) {
            bench.profile();
        }
        Settings settings = access.known();
        if (out.json()) {
            out.document(
                    "settings",
                    json -> SettingsView.json(
                            json.field("profile", bench.state().profile())
                                    .field("run_type", bench.state().runType().label()),
                            settings));
        } else {
            out.line(Text.of(
                    bench.state().profile() == null
                            ? "no profile"
                            : bench.state().title(),
                    Style.STRONG));
            out.lines(SettingsView.lines(settings, all, out.width()));
        }
        return ExitCode.OK;
    }

    private ExitCode setting(String name, Output out) {
        if (!ParameterCatalog.standard().get(name).group().ofTheSite()) {
            bench.profile();
        }
        Settings settings = access.known();
        Setting setting = settings.find(name).orElse(null);
        String value = setting == null ? "" : setting.value().text();
        SessionPaths paths = access.sessionPaths(settings);
        if (out.json()) {
            out.document("setting", json -> {
                json.field("parameter", name)
                        .field("value", setting == null ? null : setting.value().text())
                        .field(
                                "origin",
                                setting == null ? null : setting.origin().label());
                Optional.ofNullable(paths.directories().get(value))
                        .ifPresent(directory -> json.field("directory", directory));
            });
        } else if (setting == null) {
            out.say(name + " is not set");
        } else {
            Optional.ofNullable(paths.remarks().get(value)).ifPresent(remark -> out.say(value + ": " + remark));
            out.copy(paths.directory(value));
        }
        return ExitCode.OK;
    }

    private ExitCode session(String reference, Output out) {
        Session session = access.session(reference);
        List<StepMark> marks = access.store().steps(session);
        SavedWork work = SavedWork.of(session, access.store()).orElse(null);
        if (out.json()) {
            out.document("session", json -> {
                SessionJson.whole(json, session, work);
                json.objects("step_states", SessionSteps.of(session, marks), StepJson::write);
                json.objects(
                        "events",
                        access.store().events(session),
                        (object, event) -> object.field("time", event.time())
                                .field("kind", event.kind())
                                .object("details", event.details()));
            });
        } else {
            SessionPage.Offer offer = new SessionPage.Offer(work, Resumer.canBeResumed(session, access.store()));
            out.lines(new SessionPage(new SessionTable(clock))
                    .lines(session, offer, access.store().events(session), marks, out.width()));
        }
        return ExitCode.OK;
    }
}
