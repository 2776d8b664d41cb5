package io.npushell.workspace;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.io.IoReason;
import io.npushell.launch.Digest;
import io.npushell.model.RunType;
import io.npushell.plan.WorkTree;
import io.npushell.process.CommandRunner;
import io.npushell.profile.ModelProfile;
import io.npushell.profile.ModelProfile.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Downloads what a profile names into a workspace: each file under another name until it is whole, then renamed.
 *
 * <p>Goes on where an earlier one stopped. A file that is there with another size is not ours to replace.
 */
public final class Fetcher {
    /** Ending of a download under way. */
    static final String PART = ".npu-shell.part";

    private static final Duration LAST_MOMENTS = Duration.ofSeconds(10);

    /** What can be fetched. */
    public enum Kind {
        TOKENIZER,
        WEIGHTS,
        DATA
    }

    private final CommandRunner runner;
    private final Path workDir;
    private final String mirror;

    /**
     * Names from where and to where.
     *
     * @param mirror address in the place of https://huggingface.co
     */
    public Fetcher(CommandRunner runner, Path workDir, String mirror) {
        this.runner = runner;
        this.workDir = workDir;
        this.mirror = mirror;
    }

    /**
     * What there is to fetch.
     *
     * @param files in order; empty where the server cannot be reached
     * @param offline how curl says that it cannot, or null
     */
    public record Listing(List<Download> files, @Nullable String offline) {
        public Listing {
            files = List.copyOf(files);
        }

        /** Bytes still to come, as far as sizes are known. */
        public long missingBytes() {
            return files.stream()
                    .filter(file -> !Files.exists(file.target()))
                    .mapToLong(file -> Math.max(0, file.bytes()))
                    .sum();
        }
    }

    /** Told how a file comes along. */
    public interface Progress {
        void at(Download file, long bytes);
    }

    /**
     * Asks the server for the files.
     *
     * @param model the directory of the downloaded model
     */
    public Listing list(ModelProfile profile, Path model, Set<Kind> kinds) {
        Sources sources = profile.sources();
        WorkTree tree = WorkTree.of(workDir.toString(), profile);
        List<Download> files = new ArrayList<>();
        if (kinds.contains(Kind.DATA)) {
            data(sources.pretrain(), tree.rawDirectory(RunType.PRETRAIN), files);
            data(sources.finetune(), tree.rawDirectory(RunType.SFT), files);
        }
        boolean weights = kinds.contains(Kind.WEIGHTS);
        if (!sources.model().isEmpty() && (weights || kinds.contains(Kind.TOKENIZER))) {
            try {
                files.addAll(new Hub(curl(), mirror).files(sources.model(), model, weights));
            } catch (Unreachable e) {
                return new Listing(files, e.getMessage());
            }
        }
        return new Listing(files, null);
    }

    private void data(String link, String directory, List<Download> files) {
        if (!link.isEmpty()) {
            String raw = RawLink.of(link);
            files.add(new Download(RawLink.through(mirror, raw), Path.of(directory, RawLink.name(raw)), -1, ""));
        }
    }

    /**
     * Fetches one file; nothing to do where it is there.
     *
     * @return null, or how curl says that the server cannot be reached
     * @throws OperatorException CONFLICT where another file is in its place, FAILED where what came is not the file, ENVIRONMENT where it
     *     cannot be written, INTERRUPTED
     */
    public @Nullable String fetch(Download file, Progress progress) {
        Path target = file.target();
        try {
            if (Files.exists(target)) {
                requireSame(file);
                return null;
            }
            Path part = target.resolveSibling(target.getFileName() + PART);
            Files.createDirectories(target.toAbsolutePath().resolveSibling("."));
            Files.createDirectories(lock().resolveSibling("."));
            if (Files.exists(part) && file.bytes() >= 0 && Files.size(part) > file.bytes()) {
                Files.delete(part);
            }
            if (!Files.exists(part) || file.bytes() < 0 || Files.size(part) < file.bytes()) {
                String offline = transfer(file, part, progress);
                if (offline != null) {
                    return offline;
                }
            }
            requireWhole(file, part);
            Files.move(part, target);
            return null;
        } catch (IOException e) {
            throw new OperatorException(
                    ExitCode.ENVIRONMENT,
                    "'" + target + "' cannot be written: " + IoReason.of(e),
                    "doctor disk ownership",
                    e);
        }
    }

    /** curl on a thread of its own, so that somebody can look how far it is. */
    private @Nullable String transfer(Download file, Path part, Progress progress) throws IOException {
        FutureTask<@Nullable String> task = new FutureTask<>(() -> {
            try {
                curl().append(file.link(), part);
                return null;
            } catch (Unreachable e) {
                return e.getMessage();
            }
        });
        Thread thread = new Thread(task, "fetch");
        thread.setDaemon(true);
        thread.start();
        try {
            while (true) {
                try {
                    return task.get(500, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    progress.at(file, Files.exists(part) ? Files.size(part) : 0);
                }
            }
        } catch (InterruptedException e) {
            end(thread);
            throw new OperatorException(
                    ExitCode.INTERRUPTED,
                    "the download was ended by Ctrl-C",
                    "workspace fetch   goes on where it stopped",
                    e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof OperatorException told) {
                throw told;
            }
            if (e.getCause() instanceof IOException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /** This JVM may end right after, and would leave curl behind. */
    private static void end(Thread thread) {
        thread.interrupt();
        try {
            thread.join(LAST_MOMENTS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void requireSame(Download file) throws IOException {
        long bytes = Files.size(file.target());
        if (file.bytes() >= 0 && bytes != file.bytes()) {
            throw new OperatorException(
                    ExitCode.CONFLICT,
                    "'" + file.target() + "' is there with " + bytes + " bytes, the published one has " + file.bytes(),
                    "mv " + file.target() + " " + file.target() + ".old   and   workspace fetch");
        }
        if (WebPage.isOne(file.target()) && !RawLink.name(file.link()).endsWith(".html")) {
            throw new OperatorException(
                    ExitCode.CONFLICT,
                    "'" + file.target() + "' is a web page, not the file",
                    "rm " + file.target() + "   and   workspace fetch");
        }
    }

    private static void requireWhole(Download file, Path part) throws IOException {
        String problem = "";
        if (WebPage.isOne(part) && !RawLink.name(file.link()).endsWith(".html")) {
            problem = "is a web page, not the file";
        } else if (file.bytes() >= 0 && Files.size(part) != file.bytes()) {
            problem = "has " + Files.size(part) + " bytes, not " + file.bytes();
        } else if (!file.sha256().isEmpty() && !Digest.sha256(part).equals(file.sha256())) {
            problem = "has another checksum than the published file";
        }
        if (!problem.isEmpty()) {
            Files.delete(part);
            throw new OperatorException(
                    ExitCode.FAILED,
                    "what '" + file.link() + "' gave " + problem + "; it was thrown away",
                    "workspace fetch   or   set mirror ADDRESS");
        }
    }

    private Curl curl() {
        return new Curl(runner, lock());
    }

    private Path lock() {
        return workDir.resolve(".npu-shell/fetch.lock");
    }
}
