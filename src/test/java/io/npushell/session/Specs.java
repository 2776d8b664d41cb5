package io.npushell.session;

import io.npushell.session.SessionSpec.SettingEntry;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Session specs for tests. */
public final class Specs {
    private Specs() {}

    public static SessionSpec spec(SessionId id) {
        return spec(id, "qwen-nano/pretrain", null, Clock.systemUTC().instant());
    }

    static SessionSpec spec(SessionId id, String name, @Nullable SessionId parent, Instant created) {
        Map<String, String> variables = new LinkedHashMap<>();
        variables.put("MODEL_TYPE", "nano");
        variables.put("RUN_TYPE", "pretrain");
        return new SessionSpec(
                id,
                new SessionSpec.Request(
                        name,
                        "first try, \"quoted\" — 试",
                        "qwen-nano",
                        "pretrain",
                        "embedded",
                        List.of("data", "train"),
                        parent,
                        created,
                        "/home/ma-user/ws",
                        List.of(
                                new SettingEntry("tp", "1", "profile"),
                                new SettingEntry("train-iters", "100", "operator")),
                        variables),
                SessionSpec.Training.onOne(100, 16, 4, 256),
                new SessionSpec.Run(
                        "/home/ma-user/ws/saved_dir_for_ma_output/Qwen-nano/pretrain",
                        null,
                        List.of("P04"),
                        Map.of("npu-shell", "0.1.0"),
                        "",
                        List.of("sh embedded.sh"),
                        null));
    }
}
