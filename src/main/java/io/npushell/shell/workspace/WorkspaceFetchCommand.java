package io.npushell.shell.workspace;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.process.HostFacts;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ModelProfile.Sources;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.Interrupts;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Services;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Spans;
import io.npushell.shell.view.Text;
import io.npushell.workspace.CopyCommands;
import io.npushell.workspace.Download;
import io.npushell.workspace.Fetcher;
import io.npushell.workspace.Fetcher.Kind;
import io.npushell.workspace.Fetcher.Listing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Downloads what the profile names, or says how to bring it here. */
final class WorkspaceFetchCommand extends OperatorCommand {
    private static final String HUB = "https://huggingface.co";

    private final Services services;
    private final SessionAccess access;

    WorkspaceFetchCommand(Services services, SessionAccess access) {
        super(CommandDoc.named(
                        "workspace fetch",
                        CommandGroup.MACHINE,
                        "download tokenizer, weights and data of the profile in use")
                .arguments("[tokenizer | weights | data …]", 0, 3)
                .description(
                        "By curl, so proxies of the environment hold; goes on where an earlier one stopped; sizes and checksums are compared, a"
                                + " web page in the place of a file is thrown away, and nothing is written over a file that is there. Where the server"
                                + " cannot be reached it prints the commands that bring the files here from another machine, and exits 6.")
                .option("mirror", "ADDRESS", "in the place of https://huggingface.co, instead of the setting")
                .flag("dry-run", "say what would be downloaded")
                .json()
                .example("workspace fetch tokenizer data", "small, and enough to prepare data")
                .example("workspace fetch --mirror https://hf-mirror.com", "everything, from a mirror")
                .seeAlso("workspace status", "workspace unpack", "set")
                .build());
        this.services = services;
        this.access = access;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        if (request.option().equals("mirror")) {
            return Stream.of(HUB, "https://hf-mirror.com")
                    .map(address -> Suggestion.of(address, ""))
                    .toList();
        }
        return Stream.of(Kind.values())
                .map(kind -> kind.name().toLowerCase(Locale.ROOT))
                .filter(kind -> !request.arguments().contains(kind))
                .map(kind -> Suggestion.of(kind, ""))
                .toList();
    }

    @Override
    @SuppressWarnings("try") // the handler is only in place
    protected ExitCode run(Words words, Output out) {
        Set<Kind> kinds = kinds(words);
        ModelProfile profile = services.workbench().profile();
        if (profile.sources().equals(Sources.NONE)) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND,
                    "profile '" + profile.name() + "' names no sources, so there is nothing to download",
                    "add sources: to its file, as docs/workspace.md says");
        }
        Settings settings = access.effective();
        Path workDir = access.workDir();
        Path model = Path.of(settings.text(ParameterNames.HF_PATH).orElse(workDir.toString()));
        String mirror = mirror(words, settings);
        Fetcher fetcher = access.fetcher(workDir, mirror);
        Thread command = Thread.currentThread();
        try (Interrupts.Handling ours = services.interrupts().during(command::interrupt)) {
            Listing listing = fetcher.list(profile, model, kinds);
            String offline = listing.offline();
            if (!words.flag("dry-run") && offline == null) {
                requireRoom(workDir, listing);
                offline = fetch(fetcher, listing, out);
            }
            List<String> copy =
                    offline == null ? List.of() : new CopyCommands(mirror, login()).of(profile, workDir, model, kinds);
            return show(listing, offline, copy, words.flag("dry-run"), out);
        } finally {
            out.clearStatus();
        }
    }

    private static Set<Kind> kinds(Words words) {
        Set<Kind> kinds = EnumSet.noneOf(Kind.class);
        for (String word : words.arguments()) {
            kinds.add(Stream.of(Kind.values())
                    .filter(kind -> kind.name().equalsIgnoreCase(word))
                    .findFirst()
                    .orElseThrow(() -> words.usage("'" + word + "' is none of tokenizer, weights, data")));
        }
        return kinds.isEmpty() ? EnumSet.allOf(Kind.class) : kinds;
    }

    private String mirror(Words words, Settings settings) {
        String environment = services.surroundings().variable("HF_ENDPOINT");
        String mirror = words.option("mirror")
                .or(() -> settings.text(ParameterNames.MIRROR))
                .orElse(environment.isEmpty() ? HUB : environment);
        if (!mirror.matches("https?://[A-Za-z0-9._:/-]+")) {
            throw words.usage("'" + mirror + "' is no address such as https://hf-mirror.com");
        }
        return mirror;
    }

    private static String login() {
        return System.getProperty("user.name") + "@" + HostFacts.here().host();
    }

    private static void requireRoom(Path workDir, Listing listing) {
        Path place = workDir;
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        try {
            long free = Files.getFileStore(place).getUsableSpace();
            if (listing.missingBytes() > free) {
                throw new OperatorException(
                        ExitCode.ENVIRONMENT,
                        Spans.bytes(listing.missingBytes()) + " are to be downloaded, " + Spans.bytes(free)
                                + " are free in '" + place + "'",
                        "set work-dir DIRECTORY");
            }
        } catch (IOException e) {
            // what cannot be told is found out by writing
        }
    }

    private static @Nullable String fetch(Fetcher fetcher, Listing listing, Output out) {
        int number = 0;
        for (Download file : listing.files()) {
            number++;
            boolean there = Files.exists(file.target());
            String head =
                    number + "/" + listing.files().size() + "  " + file.target().getFileName() + "  ";
            String offline = fetcher.fetch(
                    file,
                    (of, bytes) -> out.status(Text.of(
                            head + Spans.bytes(bytes) + (of.bytes() > 0 ? " of " + Spans.bytes(of.bytes()) : ""))));
            if (offline != null) {
                return offline;
            }
            if (!out.json()) {
                out.say((there ? "  there  " : "  came   ") + file.target());
            }
        }
        return null;
    }

    private static ExitCode show(
            Listing listing, @Nullable String offline, List<String> copy, boolean dryRun, Output out) {
        if (out.json()) {
            out.document(
                    "workspace-fetch",
                    json -> json.field("dry_run", dryRun)
                            .field("offline", offline)
                            .objects(
                                    "files",
                                    listing.files(),
                                    (object, file) -> object.field("link", file.link())
                                            .field("path", file.target().toString())
                                            .field("bytes", file.bytes())
                                            .field("there", Files.exists(file.target())))
                            .texts("copy", copy));
        } else if (offline != null) {
            out.complain(Text.of("the server cannot be reached from here: " + offline));
            copy.forEach(out::copy);
        } else if (dryRun) {
            for (Download file : listing.files()) {
                out.line((Files.exists(file.target()) ? "  there  " : "  fetch  ") + file.link() + " → "
                        + file.target());
            }
            out.say(Spans.bytes(listing.missingBytes()) + " to come, as far as sizes are known");
        } else {
            out.say("next: workspace status");
        }
        return offline == null ? ExitCode.OK : ExitCode.ENVIRONMENT;
    }
}
