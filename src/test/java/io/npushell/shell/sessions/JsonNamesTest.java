package io.npushell.shell.sessions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.npushell.device.FakeNpuSmi;
import io.npushell.session.Session;
import io.npushell.shell.ShellHarness;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.TorchFileWriter;
import io.npushell.weights.TorchFileWriter.Namespace;
import io.npushell.workspace.Packages;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What commands print with {@code --json} is what docs/json.md says: forms, names, types, no more and no less. */
@Timeout(120)
class JsonNamesTest {
    private static final Path SHELL = Path.of("src/main/java/io/npushell/shell");
    private static final Path RECORDED = Path.of("src/test/resources/recorded/modellink");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([^`]+)` \\| ([^|]+) \\|");
    private static final Pattern SNAKE_CASE = Pattern.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*");

    /** Commands whose document takes docker or a trained model to print: here their names are compared with the source alone. */
    private static final Set<String> NOT_RUN = Set.of("container start", "container status", "sample");

    @TempDir
    Path root;

    private ShellHarness shell;
    private final Map<String, Map<String, String>> documented = new TreeMap<>();
    private final Map<String, Set<String>> printers = new TreeMap<>();

    @BeforeEach
    void readThePage() throws IOException {
        shell = new ShellHarness(root, Map.of("PATH", root.resolve("bin") + ":/usr/bin:/bin"));
        String page = Files.readString(Path.of("docs/json.md"));
        for (String section : page.split("(?m)^## ")) {
            if (section.startsWith("#")) {
                continue;
            }
            String form = section.substring(0, section.indexOf('\n'));
            String printed = section.substring(section.indexOf("Printed by"), section.indexOf('.'));
            printers.put(form, names(Pattern.compile("`([^`]+)`"), printed));
            Map<String, String> fields = new TreeMap<>();
            ROW.matcher(section).results().forEach(row -> fields.put(row.group(1), row.group(2)));
            documented.put(form, fields);
        }
    }

    @Test
    void thePageNamesEveryCommandThatTakesIt() {
        Set<String> named =
                printers.values().stream().flatMap(Set::stream).collect(Collectors.toCollection(TreeSet::new));

        assertThat(named).isEqualTo(commands());
    }

    @Test
    void thePageNamesExactlyTheFormsAndFieldsThatCommandsWrite() throws IOException {
        Set<String> forms = new TreeSet<>();
        Set<String> fields = new TreeSet<>();
        try (Stream<Path> files = Files.walk(SHELL)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                String source = Files.readString(file);
                if (source.contains("out.document(")
                        || source.contains("out.record(")
                        || source.contains("JsonObject")) {
                    if (source.contains("out.document(doc().name(),")) {
                        forms.addAll(names(Pattern.compile("named\\(\\s*\"([^\"]+)\""), source));
                    }
                    forms.addAll(names(Pattern.compile("\\.(?:document|record)\\(\\s*\"([^\"]+)\""), source));
                    fields.addAll(writtenNames(source));
                }
            }
        }
        fields.remove("schema");

        assertThat(documented.keySet()).isEqualTo(forms);
        assertThat(lastNames()).isEqualTo(fields);
        assertThat(fields).allMatch(name -> SNAKE_CASE.matcher(name).matches());
    }

    /** The literal names that a source hands to the writer of JSON, itself or by a helper that takes the writer first. */
    private static Set<String> writtenNames(String source) {
        Set<String> names =
                names(Pattern.compile("\\.(?:field|absent|object|texts|objects)\\(\\s*\"([^\"]+)\""), source);
        Matcher helped = Pattern.compile("\\b(?:number|known)\\(").matcher(source);
        while (helped.find()) {
            secondArgument(source.substring(helped.end())).ifPresent(names::add);
        }
        return names;
    }

    private static Optional<String> secondArgument(String rest) {
        int depth = 0;
        for (int at = 0; at < rest.length(); at++) {
            char c = rest.charAt(at);
            if (c == '(') {
                depth++;
            } else if (c == ')' && depth-- == 0) {
                return Optional.empty();
            } else if (c == ',' && depth == 0) {
                Matcher literal = Pattern.compile("\\s*\"([^\"]+)\",").matcher(rest.substring(at + 1));
                return literal.lookingAt() ? Optional.of(literal.group(1)) : Optional.empty();
            }
        }
        return Optional.empty();
    }

    private Set<String> lastNames() {
        return documented.values().stream()
                .flatMap(fields -> fields.keySet().stream())
                .map(path -> path.substring(path.lastIndexOf('.') + 1).replace("[]", ""))
                .filter(name -> !name.endsWith("…"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void whatEachCommandPrintsIsOnThePage() throws Exception {
        Map<String, List<String>> situations = situations();
        Set<String> run = new TreeSet<>(situations.keySet());
        run.addAll(NOT_RUN);
        assertThat(run).isEqualTo(commands());

        List<String> wrong = new ArrayList<>();
        for (Map.Entry<String, List<String>> situation : situations.entrySet()) {
            for (String line : situation.getValue()) {
                wrong.addAll(wrongIn(situation.getKey(), line));
            }
        }
        assertThat(wrong).isEmpty();
    }

    private List<String> wrongIn(String command, String line) throws IOException {
        ShellHarness.Result result = shell.runJson(line);
        Set<String> forms = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        try (MappingIterator<JsonNode> documents =
                new ObjectMapper().readerFor(JsonNode.class).readValues(result.out())) {
            while (documents.hasNext()) {
                JsonNode document = documents.next();
                String form = document.path("schema").asText().replaceAll("^npu-shell/|/1$", "");
                forms.add(form);
                Judge judge = new Judge(fieldsOf(form));
                judge.object("", document);
                judge.wrong.forEach(text -> wrong.add(line + ": " + form + ": " + text));
            }
        }
        if (forms.isEmpty() || forms.contains("error")) {
            wrong.add(line + ": printed no document of its own: " + result.screen());
        }
        forms.stream()
                .filter(form -> !printers.getOrDefault(form, Set.of()).contains(command))
                .forEach(form -> wrong.add(line + ": the page does not say that '" + command + "' prints " + form));
        return wrong;
    }

    /** With those that the page takes from another section. */
    private Map<String, String> fieldsOf(String form) {
        Map<String, String> fields = new TreeMap<>();
        documented.getOrDefault(form, Map.of()).forEach((path, type) -> {
            if (path.endsWith("…")) {
                String prefix = path.substring(0, path.length() - 1);
                documented.get(type.replaceAll("^fields of `|`$", "")).forEach((name, its) -> {
                    if (!name.endsWith("…")) {
                        fields.put(prefix + name, its);
                    }
                });
            } else {
                fields.put(path, type);
            }
        });
        return fields;
    }

    /** Compares one document with the fields of its form. */
    private static final class Judge {
        private final Map<String, String> fields;
        private final List<String> wrong = new ArrayList<>();

        Judge(Map<String, String> fields) {
            this.fields = fields;
        }

        void object(String prefix, JsonNode object) {
            object.fieldNames().forEachRemaining(name -> {
                if (!"schema".equals(prefix + name)) {
                    field(prefix + name, object.get(name));
                }
            });
        }

        private void field(String path, JsonNode value) {
            String type = fields.get(path);
            if (type == null) {
                wrong.add(path + " is not on the page");
                return;
            }
            if (!type.matches(expected(value))) {
                wrong.add(path + " is " + value.getNodeType() + ", the page says " + type);
            }
            if (value.isObject() && !type.contains("by name")) {
                object(path + ".", value);
            } else if (value.isArray()) {
                value.forEach(element -> {
                    if (element.isObject()) {
                        object(path + "[].", element);
                    }
                });
            }
        }

        private static String expected(JsonNode value) {
            return switch (value.getNodeType()) {
                case STRING -> "string( or null)?";
                case NUMBER -> "number( or null)?";
                case BOOLEAN -> "boolean( or null)?";
                case NULL -> ".* or null";
                case ARRAY -> value.path(0).isObject() ? "list" : value.isEmpty() ? "list.*" : "list of strings";
                default -> "object.*";
            };
        }
    }

    /** For each command lines with which it prints, one after the other. */
    private Map<String, List<String>> situations() throws Exception {
        FakeNpuSmi.of(2).held(1, ProcessHandle.current().pid(), "java").install(root.resolve("bin"));
        Path finetune =
                Files.createDirectories(shell.workspace().resolve("processed_for_ma_input/Qwen-nano/data/finetune"));
        try (Stream<Path> files = Files.list(RECORDED)) {
            for (Path file : files.filter(each -> each.toString().contains("general_packed_"))
                    .toList()) {
                Files.copy(file, finetune.resolve(file.getFileName()));
            }
        }
        shell.run("set work-dir '" + shell.workspace() + "'");
        Path tales = Path.of("docs/examples/operator-tales.jsonl").toAbsolutePath();
        shell.run("use qwen-nano; set work-dir '" + shell.workspace() + "'; set raw-input '" + tales
                + "'; preset save mine");
        Session trained = RecordedSession.in(shell.workspace())
                .of("qwen-nano", "pretrain")
                .named("first", "a note")
                .trained(1, 100)
                .ended(0)
                .create();
        String id = trained.id().text();
        Path out = Files.createDirectories(shell.workspace().resolve("out/1"));
        save(out, 100);
        Checkpoints.writeTracker(out, 100);
        Packages.zip(shell.workspace(), "AscendCloud-3rdLLM-6.3.904-1.zip", Packages.code("6.3.904-Ascend"));
        Path model = Files.createDirectories(root.resolve("model"));
        Files.writeString(
                model.resolve("config.json"),
                "{\"model_type\":\"qwen\",\"num_hidden_layers\":1,\"hidden_size\":8,\"num_attention_heads\":2,\"vocab_size\":8,\"intermediate_size\":16}");
        String header = "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}}";
        byte[] bytes = new byte[8 + header.length() + 8];
        bytes[0] = (byte) header.length();
        System.arraycopy(header.getBytes(StandardCharsets.UTF_8), 0, bytes, 8, header.length());
        Files.write(model.resolve("model.safetensors"), bytes);
        Map<String, List<String>> lines = new TreeMap<>();
        lines.put("preset list", List.of("preset list"));
        lines.put("preset show", List.of("preset show mine"));
        lines.put("profile check", List.of("profile check"));
        lines.put("profile diff", List.of("profile diff qwen-7b qwen-14b"));
        lines.put("profile list", List.of("profile list"));
        lines.put("profile show", List.of("profile show qwen-14b"));
        lines.put("diff", List.of("set mbs 2; diff"));
        lines.put("explain", List.of("explain tp", "explain P07"));
        lines.put(
                "import",
                List.of("import 'MODEL_TYPE=14B TP=4 PP=1 MBS=3 RUN_TYPE=sft sh scripts/qwen/qwen.sh' --dry-run"));
        lines.put("show", List.of("show", "show mbs", "show " + id));
        lines.put("check", List.of("check", "set mbs 3; check; undo"));
        lines.put("plan", List.of("plan", "plan --only data"));
        lines.put("data list", List.of("data list"));
        lines.put(
                "data inspect",
                List.of(
                        "data inspect '" + finetune.resolve("general") + "' --samples 1 --verify",
                        "data inspect '" + finetune.resolve("general") + "'"));
        lines.put("data prepare", List.of("data prepare --dry-run"));
        lines.put(
                "weights inspect",
                List.of("weights inspect '" + model + "'", "weights inspect '" + model + "' --verify"));
        Path moved = Files.createDirectories(root.resolve("moved"));
        save(moved, 100);
        Checkpoints.writeTracker(moved, 100);
        String elsewhere = RecordedSession.in(shell.workspace())
                .of("qwen-nano", "pretrain")
                .trained(1, 100)
                .ended(0)
                .create()
                .id()
                .text();
        lines.put("adopt", List.of("adopt '" + moved + "' --session " + elsewhere + " --dry-run"));
        lines.put("log", List.of("log " + id, "log " + id + " --follow"));
        lines.put("perf", List.of("perf " + id));
        lines.put("plot", List.of("plot " + id));
        lines.put("sessions", List.of("sessions"));
        lines.put("stop", List.of("stop " + id));
        lines.put("tail", List.of("tail " + id));
        lines.put("wait", List.of("wait " + id));
        lines.put("launch", List.of("launch --dry-run"));
        lines.put("resume", List.of("resume " + id + " --to 200 --dry-run"));
        lines.put("checkpoints", List.of("checkpoints " + id));
        lines.put("weights convert", List.of("use qwen-7b/sft; set tp 4; weights convert --dry-run"));
        lines.put("weights merge", List.of("weights merge " + id + " --dry-run"));
        lines.put("container plan", List.of("container plan"));
        lines.put("doctor", List.of("doctor"));
        lines.put("npus", List.of("npus"));
        lines.put("workspace init", List.of("workspace init --dry-run"));
        lines.put("workspace status", List.of("workspace status"));
        lines.put("workspace fetch", List.of("workspace fetch tokenizer --mirror http://127.0.0.1:1"));
        lines.put("workspace unpack", List.of("workspace unpack"));
        lines.put("history", List.of("history"));
        return lines;
    }

    private static void save(Path directory, long iteration) throws IOException {
        Path file = Checkpoints.file(directory, iteration, 0, 0, 1);
        Files.createDirectories(file.getParent());
        TorchFileWriter.write(
                file,
                Map.of(
                        "args",
                        new Namespace(Map.of("tensor_model_parallel_size", 1L, "pipeline_model_parallel_size", 1L)),
                        "model",
                        Map.of(),
                        "optimizer",
                        Map.of("step", 1L)));
    }

    private Set<String> commands() {
        return shell.commands().all().stream()
                .map(OperatorCommand::doc)
                .filter(CommandDoc::json)
                .map(CommandDoc::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
