package io.npushell.data.handler;

import io.npushell.data.Tokenizer;
import java.util.Arrays;
import java.util.List;

/** Conversations in upstream's Alpaca template, of which only the last answer is trained on: the labels before it are -100. */
record Prompted(Tokenizer tokenizer, boolean appendEndOfDocument) {
    static final List<String> KEYS = List.of("input_ids", "attention_mask", "labels");
    private static final int IGNORED = -100;
    private static final String USER = "### Instruction:";
    private static final String ASSISTANT = "### Response:";
    private static final String SYSTEM =
            "Below is an instruction that describes a task, paired with an input that provides further context. "
                    + "Write a response that appropriately completes the request. "
                    + "Please note that you need to think through your response logically and step by step.";

    /** What one side says. */
    record Message(boolean byUser, String text) {
        static Message user(String text) {
            return new Message(true, text);
        }

        static Message assistant(String text) {
            return new Message(false, text);
        }
    }

    static String prompt(List<Message> messages) {
        StringBuilder prompt = new StringBuilder("\n" + SYSTEM + "\n");
        for (Message message : messages) {
            prompt.append(message.byUser() ? USER : ASSISTANT)
                    .append('\n')
                    .append(message.text())
                    .append('\n');
        }
        return prompt.toString();
    }

    /** One sequence for each of {@link #KEYS}. */
    List<int[]> encode(List<Message> messages) {
        String prompt = prompt(messages);
        int[] ids = tokenizer.encode(prompt);
        if (appendEndOfDocument) {
            ids = EndMark.append(ids, tokenizer.endOfDocument());
        }
        int[] labels = ids.clone();
        // By the last mark, so an answer that writes one itself is masked up to there, as upstream does it.
        String before = prompt.substring(0, prompt.lastIndexOf(ASSISTANT)) + ASSISTANT + "\n";
        int masked = Math.min(labels.length, tokenizer.encode(before).length);
        Arrays.fill(labels, 0, masked, IGNORED);
        return List.of(ids, ones(ids.length), labels);
    }

    static int[] ones(int length) {
        int[] ones = new int[length];
        Arrays.fill(ones, 1);
        return ones;
    }
}
