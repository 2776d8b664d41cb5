package io.npushell.shell.weights;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.launch.LaunchRequest;
import io.npushell.launch.Launcher;
import io.npushell.launch.SavedWork;
import io.npushell.model.RunType;
import io.npushell.params.Origin;
import io.npushell.params.ParameterCatalog;
import io.npushell.params.ParameterNames;
import io.npushell.params.Value;
import io.npushell.plan.Step;
import io.npushell.session.Session;
import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.access.LastSession;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.sessions.LaunchView;
import io.npushell.shell.view.Output;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/** Runs the export step alone, as a session that is waited for. */
final class WeightsMergeCommand extends OperatorCommand {
    private final Services services;
    private final SessionAccess access;
    private final KnownSessions known;
    private final LaunchView view;

    WeightsMergeCommand(Services services, SessionAccess access, KnownSessions known, LaunchView view) {
        super(CommandDoc.named("weights merge", CommandGroup.DATA, "make a Hugging Face model of what a training saved")
                .arguments("[SESSION | DIRECTORY]", 0, 1)
                .description(
                        "Puts the parts of all ranks together, LoRA adapters included, and adds config, tokenizer and"
                                + " code files of the model in hf-path, which is only read. Without an argument it takes"
                                + " what the run type in use has saved. The result is below exported/ in the workspace,"
                                + " named after run type and iteration.")
                .flag("dry-run", "show the step and its command, touch nothing")
                .option("note", "TEXT", "a remark for the journal")
                .json()
                .example("weights merge last", "what the newest session saved")
                .example("weights merge", "what the run type in use has saved")
                .seeAlso("weights inspect", "weights convert", "sessions")
                .build());
        this.services = services;
        this.access = access;
        this.known = known;
        this.view = view;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return known.suggest(session -> session.spec().run().outputDirectory() != null);
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        LaunchRequest request = words.find(0).map(text -> of(text, out)).orElseGet(access::request);
        request = request.onlySteps(Set.of(Step.Kind.EXPORT))
                .named("weights merge", words.option("note").orElse(""));
        Launcher launcher = access.launcher();
        LaunchRequest meant = request;
        return view.foreground(() -> words.flag("dry-run") ? launcher.rehearse(meant) : launcher.launch(meant), out);
    }

    private LaunchRequest of(String text, Output out) {
        Path directory = services.surroundings().directory().resolve(text).normalize();
        if (text.contains("/") || (!text.matches("\\d+|last") && Files.isDirectory(directory))) {
            return from(access.request(), directory.toString());
        }
        Session session = access.session(LastSession.CHECKPOINT.meant(text, access.store(), out::say));
        SavedWork work = SavedWork.of(session, access.store())
                .orElseThrow(() -> new OperatorException(
                        ExitCode.NOT_FOUND,
                        "session " + session.id().text() + " trained nothing, so there is nothing to merge",
                        "sessions"));
        work.lost().ifPresent(lost -> {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    lost,
                    work.instead()
                            .map(owner -> "weights merge " + owner.id().text())
                            .orElse("weights merge DIRECTORY"));
        });
        work.says().forEach(out::say);
        // a session of another profile or run type is merged as what it is
        RunType runType = runType(session);
        LaunchRequest own = LaunchRequest.of(
                services.profiles().load(session.spec().request().profile()), runType, access.operatorSettings());
        LaunchRequest request = from(own, work.directory().toString());
        OptionalLong iteration = work.iteration();
        return iteration.isPresent() ? request.taking(iteration.getAsLong()) : request;
    }

    private static RunType runType(Session session) {
        String id = session.id().text();
        String why = session.corrupt()
                ? String.valueOf(session.reason())
                : "its record names the run type '" + session.spec().request().runType() + "'";
        return RunType.find(session.spec().request().runType())
                .orElseThrow(() -> new OperatorException(
                        ExitCode.FAILED,
                        "session " + id + " cannot be merged as what it is: " + why,
                        "weights merge DIRECTORY"));
    }

    private static LaunchRequest from(LaunchRequest request, String directory) {
        return request.withSettings(request.settings()
                .with(
                        ParameterCatalog.standard().get(ParameterNames.MODEL_PATH),
                        new Value.Text(directory),
                        Origin.FLAG));
    }
}
