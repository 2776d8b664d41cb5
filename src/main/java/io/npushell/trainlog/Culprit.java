package io.npushell.trainlog;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Who failed, as far as a log says.
 *
 * @param rank its rank, -1 where not said; what torchrun numbers within its node counts too
 * @param npu its NPU, -1 where not said
 * @param node its host, "" where not said
 */
public record Culprit(long rank, long npu, String node) {
    public static final Culprit UNKNOWN = new Culprit(-1, -1, "");

    /** How many letters of a line are looked at: no name stands further on, and a line may be long. */
    private static final int HEAD = 2000;

    private static final Pattern RANK = Pattern.compile(
            "\\[(?:rank ?|default)(\\d{1,6})[\\] ]|\\bRankID: ?(\\d{1,6})\\b|^\\s*(\\d{1,5}):"
                    + " |^\\[\\d+,(\\d{1,6})\\]<std|\\blocal_rank: (\\d{1,4}) \\(pid",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern NPU = Pattern.compile(
            "\\(NPU (\\d{1,3});|\\bdevice(?:[ _]?(?:logic|phy)?[ _]?id)?[:=\\[("
                    + " ]{1,3}(\\d{1,3})\\b|\\bdev(?:ice)?_?id[:=\\[ ]{1,2}(\\d{1,3})\\b",
            Pattern.CASE_INSENSITIVE);

    /** Who a line is of, by the marks of launchers before it and the words of the NPU's libraries in it. */
    static Culprit of(String line) {
        String head = line.length() > HEAD ? line.substring(0, HEAD) : line;
        return new Culprit(number(RANK.matcher(head)), number(NPU.matcher(head)), "");
    }

    public boolean known() {
        return rank >= 0 || npu >= 0;
    }

    /** This one, with what only another account of it has. */
    Culprit or(Culprit other) {
        return new Culprit(rank < 0 ? other.rank : rank, npu < 0 ? other.npu : npu, node.isEmpty() ? other.node : node);
    }

    /** Whether both may be the same rank. */
    boolean agrees(Culprit other) {
        return rank < 0 || other.rank < 0 || rank == other.rank;
    }

    /** "rank 5 on node-b (NPU 5)", "NPU 0 of 192.0.2.195"; "" where nothing is known. */
    public String text() {
        if (!known()) {
            return "";
        }
        if (rank < 0) {
            return "NPU " + npu + (node.isEmpty() ? "" : " of " + node);
        }
        return "rank " + rank + (node.isEmpty() ? "" : " on " + node) + (npu < 0 ? "" : " (NPU " + npu + ")");
    }

    private static long number(Matcher matcher) {
        if (!matcher.find()) {
            return -1;
        }
        for (int group = 1; group <= matcher.groupCount(); group++) {
            Optional<String> digits = Optional.ofNullable(matcher.group(group));
            if (digits.isPresent()) {
                return Long.parseLong(digits.get());
            }
        }
        return -1;
    }
}
