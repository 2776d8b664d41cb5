package io.npushell.data;

/** Text to token ids and back; thread-safe. */
public interface Tokenizer {
    /** Ids of a text, no specials added but those the model's own tokenizer adds. */
    int[] encode(String text);

    /** Text of ids; bytes that are no UTF-8 become U+FFFD. */
    String decode(int[] ids);

    /** Number of ids, specials included: what training pads up. */
    int vocabularySize();

    /** The id that ends a document. */
    int endOfDocument();
}
