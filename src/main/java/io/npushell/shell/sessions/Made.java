package io.npushell.shell.sessions;

import io.npushell.data.DatasetFacts;
import io.npushell.data.IndexedDataset;
import io.npushell.params.ParameterNames;
import io.npushell.plan.DataHandlers;
import io.npushell.plan.NodeCommand;
import io.npushell.plan.Plan;
import io.npushell.plan.Step;
import io.npushell.shell.view.Output;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Says what the steps of a plan without training made, and where it is. */
final class Made {
    private static final String TARGET = "--save-dir";

    private Made() {}

    static void tell(Plan plan, Output out) {
        for (Step step : plan.steps()) {
            if (step.kind() == Step.Kind.DATA) {
                plan.settings().text(ParameterNames.DATASET_PATH).stream()
                        .flatMap(prefix -> DataHandlers.datasets(plan.settings(), prefix).stream())
                        .forEach(prefix -> dataset(prefix, out));
            } else if (step.kind() != Step.Kind.TRAIN) {
                target(step, out);
            }
        }
    }

    private static void dataset(String prefix, Output out) {
        DatasetFacts facts = IndexedDataset.inspect(Path.of(prefix));
        if (facts.exists() && facts.problem() == null) {
            String documents = facts.documents() == 1 ? " document, " : " documents, ";
            out.say(String.format(
                    Locale.ROOT, "dataset %s: %,d%s%,d tokens", prefix, facts.documents(), documents, facts.tokens()));
        }
    }

    /** The command names the whole directory; of a step that was done already there is none, only its summary. */
    private static void target(Step step, Output out) {
        for (NodeCommand command : step.commands()) {
            List<String> words = command.command();
            int option = words.indexOf(TARGET);
            if (option >= 0 && option + 1 < words.size()) {
                out.say("written to " + words.get(option + 1));
                return;
            }
        }
        out.say(step.summary());
    }
}
