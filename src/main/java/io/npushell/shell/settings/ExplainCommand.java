package io.npushell.shell.settings;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.params.Origin;
import io.npushell.params.Parameter;
import io.npushell.params.Setting;
import io.npushell.params.Settings;
import io.npushell.params.Value;
import io.npushell.plan.FindingCatalog;
import io.npushell.plan.ValueAdvice;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.Recommendation;
import io.npushell.shell.access.SessionAccess;
import io.npushell.shell.command.CommandDoc;
import io.npushell.shell.command.CommandGroup;
import io.npushell.shell.command.Completion;
import io.npushell.shell.command.OperatorCommand;
import io.npushell.shell.command.Suggestion;
import io.npushell.shell.command.Words;
import io.npushell.shell.view.Output;
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Table;
import io.npushell.shell.view.Text;
import io.npushell.shell.workbench.Workbench;
import io.npushell.shell.workbench.WorkbenchState;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Everything about one parameter: what it means, its range, its value here and why, what the manual advises. */
final class ExplainCommand extends OperatorCommand {
    private static final Pattern CODE = Pattern.compile("[A-Za-z][0-9]{1,2}");

    private final Workbench bench;
    private final SettingReader reader;
    private final SessionAccess access;
    private final BenchFindings findings;
    private final ParameterSuggestions suggestions;
    private final Function<String, Optional<FindingCatalog.Entry>> codes;

    ExplainCommand(
            Workbench bench,
            SettingReader reader,
            SessionAccess access,
            BenchFindings findings,
            ParameterSuggestions suggestions,
            Function<String, Optional<FindingCatalog.Entry>> codes) {
        super(CommandDoc.named(
                        "explain",
                        CommandGroup.PARAMETERS,
                        "say what a parameter means, its value here and why; or a finding")
                .arguments("NAME | CODE", 1, 1)
                .json()
                .paged()
                .example("explain tp", "value, where it comes from, range, the manual's advice")
                .example("explain P07", "what a finding means and what to do")
                .seeAlso("set", "show")
                .build());
        this.bench = bench;
        this.reader = reader;
        this.access = access;
        this.findings = findings;
        this.suggestions = suggestions;
        this.codes = codes;
    }

    @Override
    protected ExitCode run(Words words, Output out) {
        Optional<FindingCatalog.Entry> finding = codes.apply(words.argument(0));
        if (finding.isPresent()) {
            FindingTopics.explain(finding.get(), out);
            return ExitCode.OK;
        }
        noSuchFinding(words.argument(0));
        Parameter parameter = reader.parameter(words.argument(0));
        Optional<ModelProfile> profile =
                bench.state().profile() == null ? Optional.empty() : Optional.of(bench.profile());
        Settings settings = access.known();
        List<Setting> chain = settings.chain(parameter.name());
        if (out.json()) {
            json(out, parameter, chain, profile);
            return ExitCode.OK;
        }
        out.line(Text.of(parameter.name(), Style.STRONG)
                .plus("  " + parameter.longName() + ", " + parameter.variable(), Style.FAINT));
        out.lines(Paragraph.lines(Text.of("  " + parameter.doc()), 2, out.width()));
        out.line(Text.of("  takes    ", Style.FAINT).plus(parameter.kind().range() + unit(parameter)));
        out.line(Text.of("  value    ", Style.FAINT).plus(chain(parameter, chain, profile.isPresent())));
        chain.stream()
                .findFirst()
                .map(setting -> setting.value().text())
                .map(access.sessionPaths(settings).directories()::get)
                .ifPresent(directory ->
                        out.line(Text.of("  that is  ", Style.FAINT).plus(directory)));
        profile.ifPresent(known -> {
            advice(known, parameter).forEach(line -> out.lines(Paragraph.lines(line, 11, out.width())));
            values(known, parameter, out);
        });
        return ExitCode.OK;
    }

    @Override
    public List<Suggestion> complete(Completion request) {
        return request.position() == 0 ? suggestions.names() : List.of();
    }

    /** What is spelled as a code is no misspelt parameter. */
    private static void noSuchFinding(String name) {
        if (CODE.matcher(name).matches()) {
            throw new OperatorException(
                    ExitCode.NOT_FOUND, "no finding " + name.toUpperCase(Locale.ROOT), "help findings");
        }
    }

    private void json(Output out, Parameter parameter, List<Setting> chain, Optional<ModelProfile> profile) {
        out.document(
                "explain",
                json -> json.field("parameter", parameter.name())
                        .field("long_name", parameter.longName())
                        .field("variable", parameter.variable())
                        .texts("aliases", parameter.aliases())
                        .field("range", parameter.kind().range())
                        .field("unit", parameter.unit())
                        .field("doc", parameter.doc())
                        .objects(
                                "chain",
                                chain.isEmpty() ? taken(parameter).stream().toList() : chain,
                                (object, setting) -> object.field(
                                                "value", setting.value().text())
                                        .field("origin", setting.origin().label()))
                        .objects(
                                "values",
                                profile.map(known -> advised(known, parameter)).orElse(List.of()),
                                (object, value) -> object.field("value", value.value())
                                        .field("legal", value.legal())
                                        .field("recommended", value.recommended())
                                        .field("current", value.current())
                                        .field("reason", value.reason())));
    }

    private static String unit(Parameter parameter) {
        return parameter.unit().isEmpty() ? "" : " (" + parameter.unit() + ")";
    }

    /** The manual's value, which the container commands take where none is set. */
    private static Optional<Setting> taken(Parameter parameter) {
        return Optional.ofNullable(parameter.manualDefault())
                .filter(manual -> parameter.group() == Parameter.Group.CONTAINER)
                .map(manual -> new Setting(parameter, manual, Origin.MANUAL));
    }

    private static Text chain(Parameter parameter, List<Setting> chain, boolean profile) {
        Optional<Setting> taken = taken(parameter);
        if (chain.isEmpty() && taken.isPresent()) {
            return Text.of(
                    "not set; the container commands take "
                            + taken.get().value().text() + " (manual)",
                    Style.FAINT);
        }
        if (chain.isEmpty()) {
            return Text.of(profile ? "not set" : "no profile is in use", Style.FAINT);
        }
        Text first = Text.of(chain.get(0).value().text(), Style.STRONG)
                .plus(" (" + chain.get(0).origin().label() + ")");
        String rest = chain.stream()
                .skip(1)
                .map(setting -> setting.value().text() + " (" + setting.origin().label() + ")")
                .collect(Collectors.joining(", "));
        return rest.isEmpty() ? first : first.plus(", over " + rest, Style.FAINT);
    }

    /** What the profile recommends per run type and node count. */
    private static List<Text> advice(ModelProfile profile, Parameter parameter) {
        return profile.recommendations().stream()
                .flatMap(recommendation -> recommendation.settings().stream()
                        .filter(setting -> setting.parameter().name().equals(parameter.name()))
                        .map(setting -> Text.of("  advice   ", Style.FAINT)
                                .plus(advice(profile, recommendation, setting.value()))))
                .toList();
    }

    private static String advice(ModelProfile profile, Recommendation recommendation, Value value) {
        String runTypes = recommendation.runTypes().isEmpty()
                ? ""
                : ", "
                        + recommendation.runTypes().stream()
                                .map(type -> type.label())
                                .sorted()
                                .collect(Collectors.joining(", "));
        String nodes = recommendation.nodes().isEmpty()
                ? ""
                : ", on "
                        + recommendation.nodes().stream()
                                .sorted()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", "))
                        + " nodes";
        String note = recommendation.note().isEmpty() ? "" : ": " + recommendation.note();
        return value.text() + " for " + profile.name() + runTypes + nodes + note;
    }

    private void values(ModelProfile profile, Parameter parameter, Output out) {
        Table table = Table.of("", "", "");
        for (ValueAdvice.Advised value : advised(profile, parameter)) {
            table.row(
                    Text.of("  "),
                    Text.of(value.value(), value.legal() ? Style.STRONG : Style.FAINT),
                    Text.of(value.reason(), value.legal() ? Style.PLAIN : Style.FAINT));
        }
        if (!table.isEmpty()) {
            out.line(Text.of("  values", Style.FAINT));
            out.lines(table.lines(out.width()));
        }
    }

    private List<ValueAdvice.Advised> advised(ModelProfile profile, Parameter parameter) {
        WorkbenchState state = bench.state();
        return ValueAdvice.values(
                parameter, profile, state.runType(), access.beneath(state), findings.machine(profile, state));
    }
}
