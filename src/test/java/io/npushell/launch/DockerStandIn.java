package io.npushell.launch;

import io.npushell.process.CommandOutput;
import io.npushell.process.CommandRunner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** A docker with containers in memory, which does what docker does with names and ids, and fails where it is told to. */
final class DockerStandIn implements CommandRunner {
    /** One of its containers. */
    static final class Box {
        final String id;
        String name;
        String status;
        boolean ours = true;
        int exitCode;

        Box(String id, String name, String status) {
            this.id = id;
            this.name = name;
            this.status = status;
        }

        @Override
        public String toString() {
            return name + " " + id + " " + status;
        }
    }

    final List<Box> boxes = new ArrayList<>();
    final List<String> asked = new ArrayList<>();
    final Map<String, Supplier<CommandOutput>> instead = new LinkedHashMap<>();
    /** What becomes of what a run makes. */
    String startsAs = "running";

    String logs = "";
    private int made;

    Box has(String name, String status) {
        Box box = new Box("0ld" + boxes.size(), name, status);
        boxes.add(box);
        return box;
    }

    @Override
    public CommandOutput run(List<String> command, Path directory, Map<String, String> environment, Duration limit) {
        String verb = command.get(1);
        asked.add(verb);
        if (instead.containsKey(verb)) {
            return instead.get(verb).get();
        }
        String last = command.get(command.size() - 1);
        return switch (verb) {
            case "inspect" -> find(last).map(DockerStandIn::inspected).orElseGet(() -> failed("No such container"));
            case "info" -> said("{\"NCPU\":4,\"MemTotal\":16000000000}");
            case "image" -> said("sha256:img null");
            case "ps" -> said("");
            case "logs" -> said(logs);
            case "rename" ->
                find(last).isPresent() ? failed("name in use") : change(command.get(2), box -> box.name = last);
            case "start" -> change(last, box -> box.status = "running");
            case "rm" -> find(last).filter(boxes::remove).map(box -> said(last)).orElseGet(() -> failed("none"));
            case "run" -> {
                Box box = new Box("new" + made++, command.get(command.indexOf("--name") + 1), startsAs);
                box.exitCode = startsAs.equals("exited") ? 3 : 0;
                boxes.add(box);
                yield said(box.id);
            }
            default -> failed("unknown " + verb);
        };
    }

    private CommandOutput change(String reference, java.util.function.Consumer<Box> change) {
        Optional<Box> box = find(reference);
        box.ifPresent(change);
        return box.map(found -> said("")).orElseGet(() -> failed("No such container: " + reference));
    }

    private Optional<Box> find(String reference) {
        return boxes.stream()
                .filter(box -> box.id.equals(reference) || box.name.equals(reference))
                .findFirst();
    }

    private static CommandOutput inspected(Box box) {
        return said(
                """
                [{"Id":"%s","Name":"/%s","Image":"sha256:img","State":{"Status":"%s","ExitCode":%d,"StartedAt":"t"},
                "Config":{"Image":"img:1","Labels":{%s}},"HostConfig":{"Runtime":"runc"},
                "Mounts":[{"Source":"/","Destination":"/","RW":true}]}]\
                """.formatted(box.id, box.name, box.status, box.exitCode, box.ours ? "\"npu-shell\":\"0.1.0\"" : ""));
    }

    static CommandOutput said(String text) {
        return new CommandOutput(0, text, "", false);
    }

    static CommandOutput failed(String why) {
        return new CommandOutput(1, "", "Error response from daemon: " + why, false);
    }
}
