package io.npushell.data.handler;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.npushell.data.source.PythonJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The turns of a record of the MOSS data: {@code "chat": {"turn_1": {"Human": …, "MOSS": …}, …}}. */
record MossChat(List<Turn> turns) {
    record Turn(String user, String assistant) {}

    static MossChat parse(String chat) {
        List<Turn> turns = new ArrayList<>();
        try (JsonParser parser = PythonJson.factory().createParser(chat)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new UnfitRecord("has no object of turns in the column \"chat\"");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.START_OBJECT) {
                    turn(parser, name, turns);
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new UnfitRecord("has no readable object in the column \"chat\": " + e.getMessage());
        }
        if (turns.isEmpty()) {
            throw new UnfitRecord("has no turn in the column \"chat\"");
        }
        return new MossChat(turns);
    }

    /** An empty object is a turn left out. */
    private static void turn(JsonParser parser, String name, List<Turn> turns) throws IOException {
        String user = null;
        String assistant = null;
        boolean empty = true;
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            empty = false;
            String side = parser.currentName();
            boolean text = parser.nextToken() == JsonToken.VALUE_STRING;
            if (text && side.equals("Human")) {
                user = PythonJson.wellFormed(parser.getText());
            } else if (text && side.equals("MOSS")) {
                assistant = PythonJson.wellFormed(parser.getText());
            } else {
                parser.skipChildren();
            }
        }
        if (empty) {
            return;
        }
        if (user == null || assistant == null) {
            throw new UnfitRecord("has no \"" + (user == null ? "Human" : "MOSS") + "\" in the turn \"" + name + "\"");
        }
        turns.add(new Turn(
                PythonText.strip(user.replace("<eoh>", "").replace("<|Human|>: ", "")),
                PythonText.strip(assistant.replace("<|MOSS|>:", "").replace("<eom>", ""))));
    }
}
