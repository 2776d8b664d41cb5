package io.npushell.data.handler;

import io.npushell.ExitCode;
import io.npushell.OperatorException;
import io.npushell.data.Tokenizer;
import java.util.List;

/** The handlers by upstream's names. A name upstream does not know falls back silently there; here it is refused. */
public final class Handlers {
    /** What pretraining data is read with when nothing is said. */
    public static final String GENERAL_PRETRAIN = "GeneralPretrainHandler";

    /** What fine-tuning data is read with when nothing is said. */
    public static final String GENERAL_INSTRUCTION = "GeneralInstructionHandler";

    private static final String ALPACA_PRETRAIN = "AlpacaPretrainHandler";
    private static final String BELLE = "BelleMultiTurnInstructionHandler";
    private static final String MOSS = "MOSSInstructionHandler";
    private static final String MOSS_BAICHUAN = "MOSSMultiTurnHandler";

    private Handlers() {}

    /** All names, those for pretraining first. */
    public static List<String> names() {
        return List.of(GENERAL_PRETRAIN, ALPACA_PRETRAIN, GENERAL_INSTRUCTION, BELLE, MOSS, MOSS_BAICHUAN);
    }

    /** What a model reads before it answers an instruction without input, if the general handler made what it was fine-tuned on. */
    public static String question(String instruction) {
        String whole =
                Prompted.prompt(List.of(Prompted.Message.user(instruction + "\n"), Prompted.Message.assistant("")));
        return whole.substring(0, whole.length() - 1);
    }

    /** Whether it makes the packed three of fine-tuning; false for unknown names too. */
    public static boolean isPacked(String name) {
        return names().indexOf(name) >= names().indexOf(GENERAL_INSTRUCTION);
    }

    /**
     * Whether samples end with an end mark: some handlers do not do as they are asked.
     *
     * @param name "" or an unknown one for a handler that does
     */
    public static boolean endMarks(String name, boolean asked) {
        return switch (fullName(name)) {
            case MOSS -> false;
            case MOSS_BAICHUAN -> true;
            default -> asked;
        };
    }

    /**
     * The handler of a name, with or without "Handler" at its end, in any case; "" is the general one for pretraining.
     *
     * @param textColumns columns the general handler makes a dataset of, each
     * @throws OperatorException USAGE for a name there is none of
     */
    public static Handler named(
            String name, List<String> textColumns, Tokenizer tokenizer, boolean appendEndOfDocument) {
        String full = fullName(name);
        Prompted prompted = new Prompted(tokenizer, appendEndOfDocument);
        return switch (full) {
            case GENERAL_PRETRAIN -> new GeneralPretrain(textColumns, tokenizer, appendEndOfDocument);
            case ALPACA_PRETRAIN -> new AlpacaPretrain(tokenizer, appendEndOfDocument);
            case GENERAL_INSTRUCTION -> new GeneralInstruction(prompted);
            case BELLE -> new BelleMultiTurn(prompted);
            case MOSS -> new MossInstruction(new Prompted(tokenizer, false));
            case MOSS_BAICHUAN -> new MossMultiTurn(tokenizer);
            default ->
                throw new OperatorException(
                        ExitCode.USAGE,
                        "there is no handler \"" + name + "\"; upstream would silently take " + GENERAL_PRETRAIN,
                        "choose one of " + String.join(", ", names()));
        };
    }

    /** The name as upstream spells it, for a known one; any other as it is. */
    public static String fullName(String name) {
        if (name.isEmpty()) {
            return GENERAL_PRETRAIN;
        }
        return names().stream()
                .filter(known -> known.equalsIgnoreCase(name) || known.equalsIgnoreCase(name + "Handler"))
                .findFirst()
                .orElse(name);
    }
}
