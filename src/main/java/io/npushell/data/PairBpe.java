package io.npushell.data;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

/** Byte pair encoding by a table of pairs, as the "BPE" model of a tokenizer.json has it. */
final class PairBpe {
    private static final int MOST_CACHED = 100_000;
    private static final int LONGEST_CACHED = 64;

    private record Merge(int rank, int id) {}

    private record Candidate(int rank, int left, int leftId, int rightId, int id) implements Comparable<Candidate> {
        @Override
        public int compareTo(Candidate other) {
            int byRank = Integer.compare(rank, other.rank);
            return byRank != 0 ? byRank : Integer.compare(left, other.left);
        }
    }

    private final Map<String, Integer> vocabulary;
    private final Map<Long, Merge> merges = new HashMap<>();
    private final boolean wholeWords;
    private final boolean byteFallback;
    private final boolean fuseUnknown;
    private final int unknown;
    private final Map<String, int[]> cache = new ConcurrentHashMap<>();

    PairBpe(TokenizerJson model, Map<String, Integer> vocabulary) {
        this.vocabulary = vocabulary;
        this.wholeWords = model.get("ignore_merges").flag(false);
        this.byteFallback = model.get("byte_fallback").flag(false);
        this.fuseUnknown = model.get("fuse_unk").flag(false);
        this.unknown = model.get("unk_token").isText()
                ? vocabulary.getOrDefault(model.get("unk_token").text(), -1)
                : -1;
        for (String name : List.of("continuing_subword_prefix", "end_of_word_suffix")) {
            if (!model.get(name).text("").isEmpty()) {
                throw model.unsupported("a " + name.replace('_', ' '));
            }
        }
        for (TokenizerJson merge : model.get("merges").items()) {
            List<String> pair = pair(merge);
            long key = key(id(pair.get(0), merge), id(pair.get(1), merge));
            merges.putIfAbsent(key, new Merge(merges.size(), id(pair.get(0) + pair.get(1), merge)));
        }
    }

    private static List<String> pair(TokenizerJson merge) {
        List<String> pair = merge.isList()
                ? merge.items().stream().map(TokenizerJson::text).toList()
                : List.of(merge.text().split(" ", -1));
        if (pair.size() != 2) {
            throw Tokenizers.broken(merge.file() + " has no pair of tokens at \"" + merge.place() + "\"", merge.file());
        }
        return pair;
    }

    private int id(String token, TokenizerJson merge) {
        Integer id = vocabulary.get(token);
        if (id == null) {
            throw Tokenizers.broken(merge.file() + " merges \"" + token + "\", which is no token", merge.file());
        }
        return id;
    }

    private static long key(int left, int right) {
        return (long) left << 32 | right;
    }

    int[] encode(String word) {
        if (word.length() > LONGEST_CACHED) {
            return merged(word);
        }
        int[] known = cache.get(word);
        if (known == null) {
            known = merged(word);
            if (cache.size() < MOST_CACHED) {
                cache.put(word, known);
            }
        }
        return known;
    }

    private int[] merged(String word) {
        Integer whole = wholeWords ? vocabulary.get(word) : null;
        if (whole != null) {
            return new int[] {whole};
        }
        int[] ids = characters(word);
        int[] next = new int[ids.length];
        int[] previous = new int[ids.length];
        PriorityQueue<Candidate> candidates = new PriorityQueue<>();
        for (int i = 0; i < ids.length; i++) {
            previous[i] = i - 1;
            next[i] = i + 1;
            offer(ids, i, i + 1, candidates);
        }
        for (Candidate best = candidates.poll(); best != null; best = candidates.poll()) {
            int left = best.left;
            int right = next[left];
            if (ids[left] != best.leftId || right >= ids.length || ids[right] != best.rightId) {
                continue;
            }
            ids[left] = best.id;
            ids[right] = -1;
            next[left] = next[right];
            if (next[left] < ids.length) {
                previous[next[left]] = left;
            }
            offer(ids, left, next[left], candidates);
            if (previous[left] >= 0) {
                offer(ids, previous[left], left, candidates);
            }
        }
        return IntStream.of(ids).filter(id -> id >= 0).toArray();
    }

    private void offer(int[] ids, int left, int right, PriorityQueue<Candidate> candidates) {
        if (right >= ids.length) {
            return;
        }
        Merge merge = merges.get(key(ids[left], ids[right]));
        if (merge != null) {
            candidates.add(new Candidate(merge.rank, left, ids[left], ids[right], merge.id));
        }
    }

    /** The ids of single characters; of one that is no token its bytes, or the unknown token, or nothing. */
    private int[] characters(String word) {
        List<Integer> ids = new ArrayList<>(word.length());
        boolean afterUnknown = false;
        for (int at = 0; at < word.length(); ) {
            String character = word.substring(at, word.offsetByCodePoints(at, 1));
            at += character.length();
            Integer id = vocabulary.get(character);
            boolean known = id != null || (byteFallback && bytes(character, ids));
            if (id != null) {
                ids.add(id);
            } else if (!known && unknown >= 0 && !(fuseUnknown && afterUnknown)) {
                ids.add(unknown);
            }
            afterUnknown = !known;
        }
        return ids.stream().mapToInt(id -> id).toArray();
    }

    private boolean bytes(String character, List<Integer> ids) {
        List<Integer> found = new ArrayList<>();
        for (byte value : character.getBytes(StandardCharsets.UTF_8)) {
            Integer id = vocabulary.get(String.format("<0x%02X>", value & 0xff));
            if (id == null) {
                return false;
            }
            found.add(id);
        }
        return ids.addAll(found);
    }
}
