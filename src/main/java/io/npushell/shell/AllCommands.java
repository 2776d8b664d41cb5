package io.npushell.shell;

import io.npushell.launch.NpuBoard;
import io.npushell.plan.Finding;
import io.npushell.plan.FindingCatalog;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.PresetStore;
import io.npushell.session.Session;
import io.npushell.shell.access.KnownNames;
import io.npushell.shell.access.KnownNpus;
import io.npushell.shell.access.KnownSessions;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.Commands;
import io.npushell.shell.command.Leaving;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Refresher;
import io.npushell.shell.command.ScriptFiles;
import io.npushell.shell.command.Services;
import io.npushell.shell.command.ShellCommands;
import io.npushell.shell.container.ContainerCommands;
import io.npushell.shell.data.DataCommands;
import io.npushell.shell.imports.ImportCommand;
import io.npushell.shell.imports.ImportTopics;
import io.npushell.shell.logs.LogCommands;
import io.npushell.shell.machine.MachineCommands;
import io.npushell.shell.profiles.ProfileCommands;
import io.npushell.shell.profiles.ProfileTitles;
import io.npushell.shell.sessions.SessionCommands;
import io.npushell.shell.settings.BenchFindings;
import io.npushell.shell.settings.ChangeView;
import io.npushell.shell.settings.FindingTopics;
import io.npushell.shell.settings.ParameterSuggestions;
import io.npushell.shell.settings.SettingCommands;
import io.npushell.shell.settings.SettingReader;
import io.npushell.shell.weights.WeightCommands;
import io.npushell.shell.workbench.Workbench;
import io.npushell.shell.workspace.WorkspaceCommands;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** All commands, made and connected with what they and completion share. */
final class AllCommands {
    private AllCommands() {}

    static List<OperatorCommand> of(
            Services services, Leaving leaving, Supplier<Commands> commands, Supplier<ScriptFiles> scripts) {
        Workbench bench = services.workbench();
        SessionAccess access = new SessionAccess(services);
        BenchFindings findings = new BenchFindings(bench, access.defaultWorkDir());
        ChangeView view = new ChangeView(bench, access, findings, services.findings());
        SettingReader reader = new SettingReader(
                services.catalog(),
                bench::loadedProfile,
                access,
                services.surroundings().directory(),
                services.surroundings().variable("HOME"));
        services.describeMachineBy(access::npus);
        services.beginWith(() -> access.hasNpuSmi() ? onNpus(services) : Optional.empty());
        services.findings().stand(findings::now);
        services.alarm().watch(() -> findings.now().stream().anyMatch(Finding::blocks));

        Refresher refresher = services.refresher();
        refresher.<Optional<ModelProfile>>cached(Optional.empty(), () -> look(bench, access, findings));
        KnownSessions sessions = new KnownSessions(refresher.<List<Session>>cached(List.of(), access::sessions)::now);
        ProfileTitles titles = new ProfileTitles(services::profiles);
        KnownNames profiles = new KnownNames(
                "profiles",
                refresher.<List<String>>cached(
                        List.of(), () -> services.profiles().names())::now,
                titles::of);
        PresetStore presetStore = new PresetStore(services.home().resolve("presets"), services.catalog());
        KnownNames presets =
                new KnownNames("presets", refresher.<List<String>>cached(List.of(), presetStore::names)::now);

        // the slowest look comes last: npu-smi takes a second where it is well
        KnownNpus npus =
                new KnownNpus(refresher.<Optional<NpuBoard>>cached(Optional.empty(), access::npusForCompletion)::now);

        refresher.cached(titles, () -> {
            titles.look();
            return titles;
        });

        ParameterSuggestions suggestions =
                new ParameterSuggestions(bench, access, findings, services.fileNames(), sessions, npus);
        List<OperatorCommand> all = new ArrayList<>();
        all.addAll(ProfileCommands.all(services, presetStore, view, profiles, presets));
        all.addAll(SettingCommands.all(
                bench,
                access,
                findings,
                services.findings(),
                reader,
                view,
                suggestions,
                code -> FindingCatalog.find(code).or(() -> ImportTopics.entry(code))));
        all.add(new ImportCommand(services, access, findings));
        all.addAll(SessionCommands.all(services, access, sessions, profiles, reader, suggestions));
        all.addAll(LogCommands.all(services, access, sessions));
        all.addAll(DataCommands.all(services, access));
        all.addAll(MachineCommands.all(services, access));
        all.addAll(WorkspaceCommands.all(services, access));
        all.addAll(WeightCommands.all(services, access, sessions));
        all.addAll(ContainerCommands.all(services, access));
        all.addAll(ShellCommands.all(
                services, leaving, commands, scripts, List.of(new FindingTopics(), new ImportTopics())));
        return all;
    }

    /** The profiles that train on NPUs; by their names, as reading each would hold up the first prompt. */
    private static Optional<String> onNpus(Services services) {
        List<String> names = services.profiles().names().stream()
                .filter(name -> !name.endsWith("-nano"))
                .toList();
        return names.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", names));
    }

    /** Brings the profile in use into memory, and once what this machine has: completion and prompt speak of both. */
    private static Optional<ModelProfile> look(Workbench bench, SessionAccess access, BenchFindings findings) {
        if (bench.state().profile() == null) {
            return Optional.empty();
        }
        ModelProfile profile = bench.profile();
        findings.look(profile, () -> access.facts().machine(profile, access.effective()));
        return Optional.of(profile);
    }
}
