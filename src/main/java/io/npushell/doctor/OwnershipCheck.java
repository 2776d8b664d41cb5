package io.npushell.doctor;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whose the files of the workspace are: what root uploaded, ma-user in the container may not be able to change. */
final class OwnershipCheck extends HealthCheck {
    OwnershipCheck() {
        super("ownership", "owners of the files in the workspace", EVERY_ENGINE, Set.of(Question.OWNERSHIP));
    }

    @Override
    List<Verdict> judge(Examination found) {
        Answer answer = found.answer(Question.OWNERSHIP);
        String[] user = (answer.after("user") + " ? ?").split(" ", -1);
        String workDir = found.subject().workDir();
        String chown = "sudo chown -R " + user[0] + ":" + user[1] + " " + workDir;
        List<String> closed = answer.allAfter("closed");
        if (!closed.isEmpty()) {
            String files = closed.stream()
                    .map(line ->
                            line.replaceFirst("^\\? (.*)$", "'$1'").replaceFirst("^([^'\\s]\\S*) (.*)$", "'$2' of $1"))
                    .collect(Collectors.joining(", "));
            return List.of(error("you are " + user[0] + " and may not use " + files, chown));
        }
        if (answer.timedOut()) {
            return List.of(warning("the workspace is too large to look at every file's owner", chown));
        }
        List<String> owners = answer.allAfter("owner").stream()
                .map(line -> line.replaceFirst("^\\d+ ", ""))
                .toList();
        if (answer.lacks("find")) {
            return List.of(warning(
                    "whose the files of '" + workDir + "' are is not known: the image has no find of GNU; you are "
                            + user[0],
                    "!ls -ln " + workDir));
        }
        if (owners.isEmpty()) {
            return List.of(ok("there is no workspace '" + workDir + "' yet"));
        }
        List<String> others =
                owners.stream().filter(owner -> !owner.equals(user[0])).toList();
        if (others.isEmpty()) {
            return List.of(ok("all files are " + user[0] + "'s, as you are"));
        }
        // in the manual's container one works as ma-user on what root has put there
        return List.of(
                user[0].equals("root") || others.stream().noneMatch("root"::equals)
                        ? ok("files are of " + String.join(", ", owners) + "; you are " + user[0]
                                + " and may use them all")
                        : warning(
                                "files are of " + String.join(", ", owners) + " and you are " + user[0]
                                        + ": what is theirs you may read, not replace",
                                chown));
    }
}
