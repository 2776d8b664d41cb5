package io.npushell.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.data.IndexedDatasetWriter;
import io.npushell.params.Settings;
import io.npushell.plan.Facts;
import io.npushell.plan.Finding;
import io.npushell.session.OwnerFile;
import io.npushell.session.OwnerRow;
import io.npushell.session.Session;
import io.npushell.session.SessionEvent;
import io.npushell.session.SessionState;
import io.npushell.weights.Checkpoints;
import io.npushell.weights.SavedIteration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whose the checkpoints of a save directory are, after everything that trainings and operators do to it. */
@Timeout(180)
class OutputOwnersIT {
    @TempDir
    Path root;

    AscendSite site;

    @BeforeEach
    void prepare() throws IOException {
        site = new AscendSite(Files.createDirectory(root.resolve("ws")).toRealPath());
    }

    @AfterEach
    void stop() throws InterruptedException {
        site.stopAll();
    }

    @Test
    void givesTheIterationsOfAResumeToTheOneThatMadeThem() throws Exception {
        Session first = site.run(site.request("save-interval=10"));
        Session second = resumed(first, new ResumeTarget.To(40));

        assertThat(rows()).containsExactly("1 from 0", "2 from 20");
        assertThat(own(first)).containsExactly(20L, 10L);
        assertThat(own(second)).containsExactly(40L, 30L);
        assertThat(work(first).astray())
                .contains("'" + site.output
                        + "' loads iteration 40, which is session 2's; the newest of session 1 is 20");
        assertThat(work(first).iteration()).as("what a merge takes").hasValue(20);
        assertThat(refusal(first))
                .hasMessage("session 2 has since saved to the output of session 1")
                .extracting(OperatorException::remedy)
                .isEqualTo("resume 2");
        Facts facts = site.facts().gather(site.request("model-path=session:1"));
        assertThat(facts.resolved()).isEmpty();
        assertThat(facts.remarks().get("session:1")).contains("loads iteration 40, which is session 2's");
        assertThat(site.facts().gather(site.request("model-path=session:2")).resolved())
                .containsEntry("session:2", site.output.toString());
    }

    @Test
    void neverGivesTheWeightsOfTheOneThatWroteOver() throws Exception {
        Session first = site.run(site.request("save-interval=10"));
        Session second =
                site.run(site.request("train-iters=10", "save-interval=10").oldOutput(true, false));

        assertThat(own(first)).isEmpty();
        assertThat(own(second)).containsExactly(10L);
        assertThat(work(first).lost())
                .contains("what session 1 saved to '" + site.output + "' was overwritten by session 2");
        assertThat(journal(first)).contains("overwritten by session 2");
        assertThat(journal(second)).contains("overwriting by null", "overwritten by null");
        assertThat(site.facts().gather(site.request("model-path=session:1")).remarks())
                .containsEntry("session:1", work(first).lost().orElseThrow());
        assertThat(refusal(first)).hasMessage("session 2 has since saved to the output of session 1");
        assertThat(Resumer.canBeResumed(fresh(first), site.store)).isFalse();
        assertThat(Resumer.canBeResumed(fresh(second), site.store)).isTrue();
    }

    @Test
    void givesUpNothingOldForASessionOfWhichThereIsNoRecord() throws Exception {
        Session first = site.run(site.request());

        for (boolean archive : List.of(false, true)) {
            OperatorException refusal = catchThrowableOfType(
                    OperatorException.class,
                    () -> site.launcherThatCannotRecord().launch(site.request().oldOutput(!archive, archive)));

            assertThat(refusal.exitCode()).isEqualTo(ExitCode.ENVIRONMENT);
            assertThat(own(first)).containsExactly(20L);
            assertThat(rows()).containsExactly("1 from 0");
        }
        assertThat(site.store.list()).hasSize(1);
    }

    @Test
    void givesTheAdaptersOfLoraToTheSessionThatTrainedThem() throws Exception {
        site.run(site.request());
        Path data = Files.createDirectories(site.workDir.resolve("processed_for_ma_input/Qwen-14B/data/finetune"));
        for (String column : List.of("input_ids", "attention_mask", "labels")) {
            try (IndexedDatasetWriter writer =
                    IndexedDatasetWriter.create(data.resolve("alpaca_ft_packed_" + column + "_document"))) {
                for (int document = 0; document < 100; document++) {
                    writer.add(new int[] {1, 1, 1});
                    writer.endDocument();
                }
                writer.complete();
            }
        }
        Path adapters = site.workDir.resolve("saved_dir_for_ma_output/Qwen-14B/lora");
        Session first = site.run(lora("save-interval=10"));
        assertThat(rows(adapters)).containsExactly("2 from 0");
        assertThat(own(first)).containsExactly(20L, 10L);
        assertThat(rows()).as("what they are trained over stays whose it is").containsExactly("1 from 0");

        Session second = site.run(lora("train-iters=10", "save-interval=10").oldOutput(true, false));

        assertThat(rows(adapters)).last().isEqualTo("3 from 0");
        assertThat(own(first)).isEmpty();
        assertThat(own(second)).containsExactly(10L);
        assertThat(work(first).lost())
                .contains("what session 2 saved to '" + adapters + "' was overwritten by session 3");
        assertThat(work(second).directory()).isEqualTo(adapters);
    }

    private LaunchRequest lora(String... settings) {
        String[] all = java.util.stream.Stream.concat(
                        java.util.stream.Stream.of(
                                "work-dir=" + site.workDir, "train-iters=20", "model-path=" + site.output),
                        java.util.stream.Stream.of(settings))
                .toArray(String[]::new);
        return LaunchRequest.of(
                        site.profile(),
                        io.npushell.model.RunType.LORA,
                        AscendSite.settings(io.npushell.params.Origin.OPERATOR, all))
                .accepting(java.util.Set.of("O02", "P10"));
    }

    @Test
    void findsAnOutputThatWasMovedByHandOnceItIsAdopted() throws Exception {
        Session first = site.run(site.request("save-interval=10"));
        Session second = resumed(first, new ResumeTarget.To(40));
        Path moved = Files.move(site.output, root.resolve("kept"));
        assertThat(own(first)).isEmpty();

        Adoption adoption = Adoption.of(fresh(second), moved, site.store, Clock.systemUTC());
        assertThat(own(second)).as("looking changes nothing").isEmpty();
        adoption.record(site.store, Clock.systemUTC());

        assertThat(adoption.iterations()).containsExactly(40L, 30L);
        assertThat(own(first)).containsExactly(20L, 10L);
        assertThat(own(second)).containsExactly(40L, 30L);
        assertThat(work(second).directory()).isEqualTo(moved.toRealPath());
        assertThat(journal(first)).contains("adopted by operator");
        assertThat(work(second).says()).isEmpty();
    }

    @Test
    void adoptsAnOutputOfBeforeThereWereOwnerFiles() throws Exception {
        Session first = site.run(site.request("save-interval=10"));
        Files.delete(site.output.resolve(OwnerFile.NAME));
        Path moved = Files.move(site.output, root.resolve("kept"));

        Adoption.of(fresh(first), moved, site.store, Clock.systemUTC()).record(site.store, Clock.systemUTC());

        assertThat(own(first)).containsExactly(20L, 10L);
    }

    @Test
    void adoptsNothingThatIsNotTheSessions() throws Exception {
        Session first = site.run(site.request("save-interval=10"));
        Path empty = Files.createDirectory(root.resolve("empty"));
        assertThat(refused(first, empty)).isEqualTo(ExitCode.NOT_FOUND);
        assertThat(refused(first, site.output)).isEqualTo(ExitCode.USAGE);
        Path copy = root.resolve("copy");
        assertThat(new ProcessBuilder("cp", "-a", site.output.toString(), copy.toString())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(refused(first, copy))
                .as("the checkpoints are where they were")
                .isEqualTo(ExitCode.CONFLICT);

        Session second =
                site.run(site.request("train-iters=10", "save-interval=10").oldOutput(true, false));
        Path moved = Files.move(site.output, root.resolve("kept"));
        assertThat(refused(first, moved)).as("session 2 wrote it over").isEqualTo(ExitCode.CONFLICT);
        Adoption.of(fresh(second), moved, site.store, Clock.systemUTC()).record(site.store, Clock.systemUTC());
        assertThat(own(second)).containsExactly(10L);
        assertThat(own(first)).isEmpty();
    }

    private ExitCode refused(Session session, Path directory) {
        return catchThrowableOfType(
                        OperatorException.class,
                        () -> Adoption.of(fresh(session), directory, site.store, Clock.systemUTC()))
                .exitCode();
    }

    /** As a launch leaves it that dies between its record and the old checkpoints. */
    @Test
    void leavesTheOldSessionItsOwnWhereTheNewOneDiedBeforeItClearedAnything() throws Exception {
        Session first = site.run(site.request());
        OwnerRow died = new OwnerRow(
                new io.npushell.session.SessionId(2),
                site.workDir.toString(),
                site.output.toString(),
                0,
                Clock.systemUTC().instant(),
                null,
                java.util.Map.of(20L, SavedIteration.list(site.output).get(0).saved()));
        OwnerFile.append(site.output, List.of(died));

        assertThat(own(first)).containsExactly(20L);
        assertThat(findings(site.request()))
                .contains("the save directory holds iteration 20 of session 1, which this would overwrite");
    }

    @Test
    void findsWhatWasMovedAsideAndRestatesWhoseItIs() throws Exception {
        Session first = site.run(site.request("save-interval=10"));
        Session second = resumed(first, new ResumeTarget.To(30));
        site.run(site.request("train-iters=10").oldOutput(false, true));
        Path aside = Path.of(site.output + ".archived-2");

        assertThat(work(first).directory()).isEqualTo(aside);
        assertThat(own(first)).containsExactly(20L, 10L);
        assertThat(own(second)).containsExactly(30L);
        assertThat(OwnerFile.read(aside).trouble()).isNull();
        assertThat(rows()).containsExactly("3 from 0");
        assertThat(journal(first)).contains("archived by session 3");
        assertThat(refusal(first)).hasMessage("the output of session 1 was moved to " + aside);
    }

    @Test
    void looksWhereItWasWhenALaunchDiedBeforeItMovedAnything() throws Exception {
        Session first = site.run(site.request());
        site.store.append(
                first,
                new SessionEvent(
                        Clock.systemUTC().instant(),
                        SessionOutput.ARCHIVED,
                        java.util.Map.of("output", site.output + ".archived-1", "by", "session 2")));

        assertThat(work(first).directory()).isEqualTo(site.output);
        assertThat(own(first)).containsExactly(20L);
    }

    @Test
    void goesBackToAnEarlierIterationByTheTracker() throws Exception {
        Session first = site.run(site.request("train-iters=40", "save-interval=10"));
        Files.writeString(site.output.resolve(Checkpoints.TRACKER), "20");

        Resumption back = site.resumer().resume(first, new ResumeTarget.Same(), Settings.none());
        assertThat(back.iteration()).isEqualTo(20);
        assertThat(site.launcher().plan(back.request()).findings()).noneMatch(Finding::blocks);
        site.behaves("slow");
        Session second = site.startAndAwait(back.request(), " iteration ");

        assertThat(second.summary().firstIteration()).isLessThanOrEqualTo(21);
        assertThat(own(first)).as("the branch that was left is still its own").containsExactly(40L, 30L, 20L, 10L);
        assertThat(own(second)).isEmpty();

        site.stopper().stop(second, Duration.ofSeconds(20), false, "operator");
        site.behaves("train");
        Files.writeString(site.output.resolve(Checkpoints.TRACKER), "20");
        Session third = resumed(fresh(second), new ResumeTarget.To(30));

        assertThat(third.summary().firstIteration()).isEqualTo(21);
        assertThat(own(first)).containsExactly(40L, 20L, 10L);
        assertThat(own(third)).containsExactly(30L);
        assertThat(Checkpoints.tracker(site.output)).contains("30");
        assertThat(Resumer.canBeResumed(fresh(third), site.store)).isTrue();
        assertThat(refusal(first)).hasMessage("session 3 has since saved to the output of session 1");
    }

    @Test
    void letsTheNodesOfOneTrainingSaveTogetherInEitherOrder() throws Exception {
        site.behaves("held");
        Session last = site.start(node(1));
        Session master = site.start(node(0));

        assertThat(findings(node(0))).contains("session 2 is running and saves to '" + site.output + "'");
        assertThat(findings(node(1))).contains("session 1 is running and saves to '" + site.output + "'");
        OperatorException other = catchThrowableOfType(
                OperatorException.class, () -> site.launcher().launch(request(2, 1, "seq-len=2048")));
        assertThat(other.exitCode()).isEqualTo(ExitCode.CONFLICT);
        assertThat(other).hasMessageEndingWith("is running and saves to '" + site.output + "'");
        assertThat(findings(site.request())).anyMatch(text -> text.contains("is running and saves to"));

        Files.writeString(site.code.resolve("go"), "");
        site.end(master);
        site.end(last);
        assertThat(own(master)).containsExactly(20L);
        assertThat(own(last)).containsExactly(20L);
        assertThat(rows()).containsExactly("1 from 0", "2 from 0 with 1");
        Session child = resumed(fresh(master), new ResumeTarget.More(10));
        assertThat(child.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(own(child)).containsExactly(30L);
    }

    @Test
    void resumesEachNodeOfATrainingForItself() throws Exception {
        site.behaves("held");
        Session master = site.start(node(0));
        Session last = site.start(node(1));
        Files.writeString(site.code.resolve("go"), "");
        master = site.end(master);
        last = site.end(last);
        Files.delete(site.code.resolve("go"));

        Session one = site.start(site.resumer()
                .resume(master, new ResumeTarget.To(30), Settings.none())
                .request());
        Session two = site.start(site.resumer()
                .resume(last, new ResumeTarget.To(30), Settings.none())
                .request());
        Files.writeString(site.code.resolve("go"), "");
        site.end(one);
        site.end(two);

        assertThat(own(one)).containsExactly(30L);
        assertThat(own(two)).containsExactly(30L);
        assertThat(own(last)).containsExactly(20L);
    }

    @Test
    void clearsNothingForTheSecondNode() throws Exception {
        site.run(site.request());
        site.behaves("held");
        site.start(node(0).oldOutput(true, false));
        Path saved = Files.createDirectories(site.output.resolve("iter_0000005"));

        site.start(node(1).oldOutput(true, false));

        assertThat(saved).isDirectory();
        Files.writeString(site.code.resolve("go"), "");
    }

    @Test
    void goesByTheRecordsWhereNothingIsWrittenDown() throws Exception {
        Session first = site.run(site.request("save-interval=10"));
        Session second = resumed(first, new ResumeTarget.To(30));
        Files.delete(site.output.resolve(OwnerFile.NAME));

        assertThat(own(first)).containsExactly(20L, 10L);
        assertThat(own(second)).containsExactly(30L);
        assertThat(work(second).says())
                .containsExactly("'" + site.output + "' has no npu-shell-owner.jsonl of all its checkpoints;"
                        + " they count for the newest session that reached them");
    }

    @Test
    void saysSoWhereTheRowsAreDamagedAndGoesByTheRecords() throws Exception {
        Session first = site.run(site.request("save-interval=10"));
        Path file = site.output.resolve(OwnerFile.NAME);
        Files.writeString(file, "\0\0\0", StandardOpenOption.APPEND);

        assertThat(own(first)).containsExactly(20L, 10L);
        assertThat(work(first).says())
                .containsExactly(
                        "'" + file + "' is damaged in line 2; the session records tell whose the checkpoints are");

        Resumption more = site.resumer().resume(first, new ResumeTarget.To(30), Settings.none());
        assertThat(more.says()).anyMatch(text -> text.contains("is damaged in line 2"));
        LaunchOutcome outcome = site.launcher().launch(more.request());
        Session second = site.end(((LaunchOutcome.Started) outcome).session());

        assertThat(((LaunchOutcome.Started) outcome).says())
                .containsExactly("'" + file + "' is damaged in line 2 and is kept as 'npu-shell-owner.jsonl.damaged'");
        assertThat(own(first)).containsExactly(20L, 10L);
        assertThat(own(second)).containsExactly(30L);
    }

    @Test
    void launchesWhereTheRowCannotBeWritten() throws Exception {
        Files.createDirectories(site.output.resolve(OwnerFile.NAME));

        LaunchOutcome outcome = site.launcher().launch(site.request());
        Session session = site.end(((LaunchOutcome.Started) outcome).session());

        assertThat(((LaunchOutcome.Started) outcome).says())
                .containsExactly("'" + site.output.resolve(OwnerFile.NAME)
                        + "' cannot be written (it is no file): the session records alone tell whose the"
                        + " checkpoints there are");
        assertThat(own(session)).containsExactly(20L);
        assertThat(Files.isDirectory(site.output.resolve(OwnerFile.NAME), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    void tellsWhatARunOutsideSaved() throws Exception {
        Session first = site.run(site.request("train-iters=40", "save-interval=10"));
        copy(site.output.resolve("iter_0000040"), site.output.resolve("iter_0000050"));
        Files.writeString(site.output.resolve(Checkpoints.TRACKER), "50");

        assertThat(work(first).says())
                .containsExactly("iteration 50 in '" + site.output + "' was saved by a run outside npu-shell");
        assertThat(own(first)).containsExactly(40L, 30L, 20L, 10L);
        assertThat(work(first).iteration()).hasValue(40);
        Facts facts = site.facts().gather(site.request("model-path=session:1"));
        assertThat(facts.resolved()).containsEntry("session:1", site.output.toString());
        assertThat(facts.remarks())
                .containsEntry("session:1", work(first).says().get(0));
        Resumption more = site.resumer().resume(first, new ResumeTarget.To(60), Settings.none());
        assertThat(more.iteration()).isEqualTo(50);
        assertThat(more.says()).first().asString().endsWith("was saved by a run outside npu-shell");
        assertThat(findings(site.request()))
                .contains("the save directory holds iteration 50 of a training not of npu-shell, which this would"
                        + " overwrite");
    }

    @Test
    void tellsTwoWorkspacesApartThatSaveToOneDirectory() throws Exception {
        Session here = site.run(site.request());
        AscendSite there =
                new AscendSite(Files.createDirectory(root.resolve("other")).toRealPath());
        Files.createSymbolicLink(
                there.workDir.resolve("saved_dir_for_ma_output"), site.workDir.resolve("saved_dir_for_ma_output"));

        assertThat(there.launcher().plan(there.request()).findings())
                .extracting(Finding::sentence)
                .contains("the save directory holds iteration 20 of session 1 of workspace '" + site.workDir
                        + "', which this would overwrite");
        Session theirs = there.run(there.request("train-iters=10").oldOutput(true, false));

        assertThat(theirs.id()).isEqualTo(here.id());
        assertThat(own(here)).isEmpty();
        assertThat(work(here).lost())
                .contains("what session 1 saved to '" + site.output + "' was overwritten by session 1 of workspace '"
                        + there.workDir + "'");
        assertThat(SavedWork.of(theirs, there.store).orElseThrow().own())
                .extracting(SavedIteration::number)
                .containsExactly(10L);

        there.behaves("slow").startAndAwait(there.request().oldOutput(true, false), " iteration ");
        assertThat(site.launcher().plan(site.request().oldOutput(true, false)).findings())
                .filteredOn(finding -> finding.code().equals("O05"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.sentence())
                            .isEqualTo("session 2 of workspace '" + there.workDir + "' is running and saves to '"
                                    + site.output + "'");
                    assertThat(finding.remedies()).first().isEqualTo("set work-dir " + there.workDir + ", then stop 2");
                });
        there.stopAll();
    }

    @Test
    void overwritesNothingThatItIsToLoadHoweverThePathIsSpelt() throws Exception {
        site.run(site.request());
        Path link = Files.createSymbolicLink(root.resolve("link"), site.output);
        LaunchRequest retrain = LaunchRequest.of(
                        site.profile(),
                        io.npushell.model.RunType.RETRAIN,
                        AscendSite.settings(
                                io.npushell.params.Origin.OPERATOR,
                                "work-dir=" + site.workDir,
                                "train-iters=30",
                                "model-path=" + link))
                .accepting(java.util.Set.of("O02"));

        Session second = site.run(retrain.oldOutput(true, false));

        assertThat(second.state()).isEqualTo(SessionState.COMPLETED);
        assertThat(site.output.resolve("iter_0000020")).isDirectory();
        assertThat(rows()).containsExactly("1 from 0", "2 from 20");
    }

    private LaunchRequest node(int rank) {
        return request(2, rank);
    }

    private LaunchRequest request(int nodes, int rank, String... more) {
        List<String> settings =
                new java.util.ArrayList<>(List.of("nnodes=" + nodes, "node-rank=" + rank, "master-addr=10.0.0.1"));
        settings.addAll(List.of(more));
        return site.request(settings.toArray(new String[0])).accepting(java.util.Set.of("O02", "M03"));
    }

    private Session resumed(Session session, ResumeTarget target) throws InterruptedException {
        return site.run(site.resumer().resume(session, target, Settings.none()).request());
    }

    private OperatorException refusal(Session session) {
        OperatorException refusal = catchThrowableOfType(
                OperatorException.class,
                () -> site.resumer().resume(fresh(session), new ResumeTarget.More(1), Settings.none()));
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private Session fresh(Session session) {
        return site.store.require(session.id().text());
    }

    private SavedWork work(Session session) {
        return SavedWork.of(fresh(session), site.store).orElseThrow();
    }

    private List<Long> own(Session session) {
        return work(session).own().stream().map(SavedIteration::number).toList();
    }

    private List<String> findings(LaunchRequest request) {
        return site.launcher().plan(request).findings().stream()
                .map(Finding::sentence)
                .toList();
    }

    private List<String> journal(Session session) {
        return site.store.events(session).stream()
                .map(event -> event.kind() + " by " + event.details().get("by"))
                .toList();
    }

    private List<String> rows() {
        return rows(site.output);
    }

    private static List<String> rows(Path directory) {
        return OwnerFile.read(directory).rows().stream()
                .map(OutputOwnersIT::text)
                .toList();
    }

    private static String text(OwnerRow row) {
        return row.session().text() + " from " + row.from()
                + Optional.ofNullable(row.with())
                        .map(with -> " with " + with.text())
                        .orElse("");
    }

    private static void copy(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
