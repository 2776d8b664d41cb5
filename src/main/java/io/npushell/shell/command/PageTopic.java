package io.npushell.shell.command;

import io.npushell.shell.view.Text;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** A topic of help that is one page: {@code help keys}. */
record PageTopic(String overview, String summary, Supplier<List<Text>> lines) implements HelpTopics {
    @Override
    public List<Suggestion> suggestions() {
        return List.of(Suggestion.of(overview, summary).in("topics"));
    }

    @Override
    public Optional<List<Text>> page(String subject) {
        return subject.equals(overview) ? Optional.of(lines.get()) : Optional.empty();
    }
}
