package io.npushell.workspace;

import io.npushell.OperatorException;
import io.npushell.data.DatasetFacts;
import io.npushell.data.IndexedDataset;
import io.npushell.io.DirectoryTree;
import io.npushell.launch.CodeDirectory;
import io.npushell.model.ModelFamilies;
import io.npushell.model.RunType;
import io.npushell.params.ParameterNames;
import io.npushell.params.Settings;
import io.npushell.plan.Planner;
import io.npushell.plan.WorkTree;
import io.npushell.plan.engine.Engines;
import io.npushell.profile.ModelProfile;
import io.npushell.weights.CheckpointFacts;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.convert.Inspection;
import io.npushell.weights.convert.Inspector;
import io.npushell.workspace.Item.State;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Looks over a workspace for one profile: what is there, whole or not, and what to do next. Changes nothing. */
public final class WorkspaceStatus {
    private final ModelProfile profile;
    private final Settings operator;
    private final Path workDir;
    private final WorkTree tree;
    private final List<Item> items = new ArrayList<>();

    private WorkspaceStatus(ModelProfile profile, Settings operator) {
        this.profile = profile;
        this.operator = operator;
        this.workDir =
                Path.of(settings(RunType.PRETRAIN).text(ParameterNames.WORK_DIR).orElse("/"));
        this.tree = WorkTree.of(workDir.toString(), profile);
    }

    /** In the order the manual goes through them. */
    public static List<Item> of(ModelProfile profile, Settings operator) {
        WorkspaceStatus status = new WorkspaceStatus(profile, operator);
        status.look();
        return List.copyOf(status.items);
    }

    private void look() {
        if (Engines.of(profile).needsCodePackage()) {
            code();
        }
        tokenizer();
        if (!profile.weightFiles().isEmpty()) {
            weights();
        }
        for (RunType runType : List.of(RunType.PRETRAIN, RunType.SFT)) {
            data(runType);
        }
        for (RunType runType : List.of(RunType.PRETRAIN, RunType.SFT)) {
            processed(runType);
        }
        if (!profile.weightFiles().isEmpty()) {
            converted();
        }
        for (RunType runType : List.of(RunType.PRETRAIN, RunType.SFT, RunType.LORA)) {
            checkpoints(runType);
        }
    }

    private Settings settings(RunType runType) {
        return Planner.settings(profile, runType, operator);
    }

    private Path path(RunType runType, String parameter) {
        return Path.of(settings(runType).text(parameter).orElse(workDir.toString()));
    }

    private void code() {
        Path given = path(RunType.PRETRAIN, ParameterNames.CODE_DIR);
        // as a launch takes it
        Path code = operator.has(ParameterNames.CODE_DIR)
                ? given
                : CodeDirectory.find(workDir).orElse(given);
        if (!Files.isDirectory(code)) {
            List<Path> packages = Unpacker.packages(workDir);
            String zip = packages.isEmpty()
                    ? "AscendCloud-3rdLLM-….zip"
                    : packages.get(packages.size() - 1).toString();
            missing("code", code, "no code package", "workspace unpack " + zip);
            return;
        }
        boolean script = Files.isRegularFile(code.resolve(profile.script()));
        items.add(new Item(
                "code",
                script ? State.THERE : State.INCOMPLETE,
                code,
                DirectoryTree.size(code),
                script ? profile.script() : "without " + profile.script(),
                script ? "" : "doctor code"));
    }

    private void tokenizer() {
        Path directory = path(RunType.PRETRAIN, ParameterNames.TOKENIZER_PATH);
        List<Path> files = profile.tokenizerFiles().stream()
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .toList();
        if (files.isEmpty()) {
            missing(
                    "tokenizer",
                    directory,
                    "none of " + String.join(", ", profile.tokenizerFiles()),
                    "workspace fetch tokenizer");
            return;
        }
        Path file = files.get(0);
        there("tokenizer", directory, file.toFile().length(), String.valueOf(file.getFileName()), "");
    }

    private void weights() {
        Path directory = path(RunType.PRETRAIN, ParameterNames.HF_PATH);
        List<String> absent = WeightIndex.missing(directory);
        if (!absent.isEmpty()) {
            String note = absent.size() + " of " + WeightIndex.files(directory).size()
                    + " files of its index are missing, first " + absent.get(0);
            items.add(new Item(
                    "weights",
                    State.INCOMPLETE,
                    directory,
                    DirectoryTree.size(directory),
                    note,
                    "workspace fetch weights"));
            return;
        }
        try {
            Inspection found = Inspector.inspect(directory, -1, ModelFamilies.with(profile.family()));
            boolean whole = found.problems().isEmpty();
            items.add(new Item(
                    "weights",
                    whole ? State.THERE : State.INCOMPLETE,
                    directory,
                    found.bytes(),
                    whole
                            ? String.format(Locale.ROOT, "complete, %,d tensors", found.tensors())
                            : found.problems().get(0),
                    whole ? "" : "workspace fetch weights"));
        } catch (OperatorException e) {
            boolean some = hasWeights(directory);
            long bytes = some ? DirectoryTree.size(directory) : 0;
            items.add(new Item(
                    "weights",
                    some ? State.INCOMPLETE : State.MISSING,
                    directory,
                    bytes,
                    some ? e.getMessage() : "no weights",
                    "workspace fetch weights"));
        } catch (IOException e) {
            missing("weights", directory, "no weights", "workspace fetch weights");
        }
    }

    private static boolean hasWeights(Path directory) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.{safetensors,bin,index.json,part}")) {
            return files.iterator().hasNext();
        } catch (IOException e) {
            return false;
        }
    }

    private void data(RunType runType) {
        String name = "data " + purpose(runType);
        if (!settings(runType).has(ParameterNames.RAW_INPUT)) {
            missing(
                    name,
                    Path.of(tree.rawDirectory(runType)),
                    "raw-input is not set",
                    "workspace fetch data   and   set raw-input FILE");
            return;
        }
        Path file = path(runType, ParameterNames.RAW_INPUT);
        if (!Files.exists(file)) {
            missing(name, file, "no raw data", "workspace fetch data");
        } else if (WebPage.isOne(file)) {
            items.add(new Item(
                    name,
                    State.INCOMPLETE,
                    file,
                    DirectoryTree.size(file),
                    "a web page, not the data",
                    "rm " + file + "   and   workspace fetch data"));
        } else {
            there(name, file, DirectoryTree.size(file), "", "");
        }
    }

    private void processed(RunType runType) {
        Path prefix = path(runType, ParameterNames.DATASET_PATH);
        DatasetFacts facts = IndexedDataset.inspect(prefix);
        String name = "processed " + purpose(runType);
        String problem = facts.problem();
        if (problem != null) {
            items.add(new Item(name, State.INCOMPLETE, prefix, 0, problem, "data prepare"));
        } else if (facts.exists()) {
            there(
                    name,
                    prefix,
                    facts.tokens() * 4,
                    String.format(Locale.ROOT, "%,d documents, %,d tokens", facts.documents(), facts.tokens()),
                    "");
        } else {
            missing(name, prefix, "not prepared", "use " + profile.name() + "/" + runType.label() + "; data prepare");
        }
    }

    private void converted() {
        Path usual = Path.of(tree.convertedWeights());
        List<Path> found = new ArrayList<>();
        Path parent = usual.getParent();
        if (parent != null) {
            try (DirectoryStream<Path> places = Files.newDirectoryStream(parent, "converted_weights*")) {
                places.forEach(found::add);
            } catch (IOException e) {
                // none there
            }
        }
        found.sort(null);
        boolean any = false;
        for (Path place : found) {
            any |= checkpoint("converted weights", place, "");
        }
        if (!any) {
            missing("converted weights", usual, "not converted", "use " + profile.name() + "/sft; weights convert");
        }
    }

    private void checkpoints(RunType runType) {
        Path output = Path.of(tree.output(runType));
        if (!checkpoint("checkpoints " + runType.label(), output, "")) {
            missing("checkpoints " + runType.label(), output, "none saved", "");
        }
    }

    private boolean checkpoint(String name, Path directory, String next) {
        CheckpointFacts facts = Checkpoints.inspect(directory);
        String problem = facts.problem();
        if (!facts.exists() || (facts.iteration() < 0 && DirectoryTree.size(directory) == 0)) {
            return false;
        }
        boolean whole = (problem == null || facts.unread()) && facts.tracker();
        String what =
                "iteration " + facts.iteration() + ", TP " + facts.tensorParallel() + " PP " + facts.pipelineParallel();
        items.add(new Item(
                name,
                whole ? State.THERE : State.INCOMPLETE,
                directory,
                DirectoryTree.size(directory),
                problem != null
                        ? problem
                        : facts.tracker() ? what : what + ", but " + Checkpoints.TRACKER + " does not name it",
                next));
        return true;
    }

    private static String purpose(RunType runType) {
        return runType.finetunes() ? "finetune" : "pretrain";
    }

    private void there(String name, Path path, long bytes, String note, String next) {
        items.add(new Item(name, State.THERE, path, bytes, note, next));
    }

    private void missing(String name, Path path, String note, String next) {
        items.add(new Item(name, State.MISSING, path, 0, note, next));
    }
}
