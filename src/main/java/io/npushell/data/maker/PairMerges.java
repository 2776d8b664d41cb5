package io.npushell.data.maker;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Learns byte pair merges: again and again joins the pair of neighbours seen most often.
 *
 * <p>The same words give the same merges everywhere: equal counts are decided by the texts of the pair.
 */
final class PairMerges {
    private record Pair(String left, String right) {
        String joined() {
            return left + right;
        }

        boolean before(Pair other) {
            int byLeft = left.compareTo(other.left);
            return byLeft < 0 || (byLeft == 0 && right.compareTo(other.right) < 0);
        }
    }

    private record Word(List<String> symbols, int count) {}

    private PairMerges() {}

    /**
     * Texts of the merges, first the most frequent.
     *
     * @param words each word's count; its symbols are its characters
     */
    static List<String> learn(Map<String, Integer> words, int most) {
        List<Word> cut = new ArrayList<>();
        words.forEach((word, count) -> cut.add(new Word(
                new ArrayList<>(word.codePoints().mapToObj(Character::toString).toList()), count)));
        List<String> merges = new ArrayList<>();
        while (merges.size() < most) {
            Map<Pair, Integer> counts = count(cut);
            if (counts.isEmpty()) {
                break;
            }
            Pair best = best(counts);
            merges.add(best.joined());
            cut.forEach(word -> merge(word.symbols(), best));
        }
        return merges;
    }

    private static Map<Pair, Integer> count(List<Word> words) {
        Map<Pair, Integer> counts = new HashMap<>();
        for (Word word : words) {
            List<String> symbols = word.symbols();
            for (int i = 0; i + 1 < symbols.size(); i++) {
                counts.merge(new Pair(symbols.get(i), symbols.get(i + 1)), word.count(), Integer::sum);
            }
        }
        return counts;
    }

    private static Pair best(Map<Pair, Integer> counts) {
        Map.Entry<Pair, Integer> best = counts.entrySet().iterator().next();
        for (Map.Entry<Pair, Integer> entry : counts.entrySet()) {
            int more = Integer.compare(entry.getValue(), best.getValue());
            if (more > 0 || (more == 0 && entry.getKey().before(best.getKey()))) {
                best = entry;
            }
        }
        return best.getKey();
    }

    private static void merge(List<String> symbols, Pair pair) {
        for (int i = 0; i + 1 < symbols.size(); i++) {
            if (symbols.get(i).equals(pair.left()) && symbols.get(i + 1).equals(pair.right())) {
                symbols.set(i, pair.joined());
                symbols.remove(i + 1);
            }
        }
    }
}
