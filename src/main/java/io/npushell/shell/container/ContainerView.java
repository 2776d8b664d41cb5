package io.npushell.shell.container;

import io.npushell.container.ContainerPlan;
import io.npushell.container.Lacks;
import io.npushell.plan.CommandText;
import io.npushell.shell.view.JsonObject;
import io.npushell.shell.view.Paragraph;
import io.npushell.shell.view.Style;
import io.npushell.shell.view.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A container's plan on the screen and as JSON. */
final class ContainerView {
    /** Options that go with the word after them. */
    private static final Set<String> WITH_VALUE =
            Set.of("-v", "--cpus", "--memory", "--shm-size", "--label", "--name", "--entrypoint");

    private ContainerView() {}

    /** The docker run as the manual lays it out: an option a line, each but the last ending in a blank and a backslash. */
    static List<String> command(List<String> words) {
        List<String> lines = new ArrayList<>(List.of(String.join(" ", words.subList(0, 3))));
        for (int at = 3; at < words.size(); at++) {
            String word = word(words.get(at));
            lines.add("    " + (WITH_VALUE.contains(word) ? word + " " + word(words.get(++at)) : word));
        }
        return lines.stream()
                .map(line -> line.equals(lines.get(lines.size() - 1)) ? line : line + " \\")
                .toList();
    }

    /** An equals sign matters in the first word of a command only. */
    private static String word(String word) {
        return word.matches("--[a-z]+=[A-Za-z0-9_./:,@%+-]+") || word.matches("[a-z-]+=[A-Za-z0-9_.+-]+")
                ? word
                : CommandText.quote(word);
    }

    /** What is wrong, and what was made to fit. */
    static List<Text> remarks(ContainerPlan plan, int width) {
        List<Text> lines = new ArrayList<>(adjusted(plan, width));
        for (String difference : plan.differences()) {
            lines.addAll(Paragraph.lines(
                    Text.of("  differs   ", Style.WARNING)
                            .plus("container " + plan.wishes().name() + ": " + difference),
                    12,
                    width));
        }
        for (Lacks.Lack lack : plan.lacks()) {
            lines.addAll(Paragraph.lines(
                    Text.of("  lacks     ", Style.WARNING)
                            .plus("container " + plan.wishes().name() + " " + lack.sentence()),
                    12,
                    width));
        }
        lines.addAll(objections(plan, width));
        return lines;
    }

    static List<Text> adjusted(ContainerPlan plan, int width) {
        return plan.adjusted().stream()
                .flatMap(adjusted ->
                        Paragraph.lines(Text.of("  adjusted  ", Style.FAINT).plus(adjusted), 12, width).stream())
                .toList();
    }

    static List<Text> objections(ContainerPlan plan, int width) {
        List<Text> lines = new ArrayList<>();
        for (ContainerPlan.Objection objection : plan.objections()) {
            Style style = objection.kind() == ContainerPlan.Kind.WARNING ? Style.WARNING : Style.BAD;
            String kind = String.format("  %-9s ", label(objection.kind()));
            lines.addAll(Paragraph.lines(Text.of(kind, style).plus(objection.sentence()), 12, width));
            lines.addAll(
                    Paragraph.lines(Text.of("            try: ", Style.FAINT).plus(objection.remedy()), 17, width));
        }
        return lines;
    }

    static void json(JsonObject json, ContainerPlan plan) {
        json.field("name", plan.wishes().name())
                .field("image", plan.wishes().image())
                .texts("run", plan.run())
                .texts("npus", plan.npus().stream().map(String::valueOf).toList())
                .objects(
                        "mounts",
                        plan.mounts(),
                        (object, mount) ->
                                object.field("source", mount.source()).field("destination", mount.destination()))
                .texts("adjusted", plan.adjusted())
                .texts("differences", plan.differences())
                .texts("lacks", plan.lacks().stream().map(Lacks.Lack::sentence).toList())
                .objects(
                        "objections",
                        plan.objections(),
                        (object, objection) -> object.field("kind", label(objection.kind()))
                                .field("sentence", objection.sentence())
                                .field("remedy", objection.remedy()));
    }

    private static String label(ContainerPlan.Kind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }
}
