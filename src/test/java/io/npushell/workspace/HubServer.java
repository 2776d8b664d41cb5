package io.npushell.workspace;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;

/** A mirror of Hugging Face in this JVM, with files of a model and of data sets; it can be told to behave badly. */
public final class HubServer implements AutoCloseable {
    private final HttpServer server;
    private final Map<String, byte[]> files = new TreeMap<>();
    private final List<String> requests = new ArrayList<>();
    private volatile int cutAfter = -1;
    private volatile boolean holds;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean ranges = true;
    private volatile String wrongList = "";

    public HubServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(Executors.newCachedThreadPool());
        server.createContext("/", this::answer);
        server.start();
    }

    public String address() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** A file below {@code /OWNER/NAME/resolve/main/}, or of {@code /datasets/…}. */
    public HubServer file(String path, String content) {
        return file(path, content.getBytes(StandardCharsets.UTF_8));
    }

    public HubServer file(String path, byte[] content) {
        files.put(path, content);
        return this;
    }

    /** Breaks the connection of the next answer after so many bytes. */
    HubServer cutNextAfter(int bytes) {
        cutAfter = bytes;
        return this;
    }

    /** Like {@link #cutNextAfter}, but the connection stays and nothing more comes. */
    HubServer holdNextAfter(int bytes) {
        holds = true;
        return cutNextAfter(bytes);
    }

    HubServer withoutRanges() {
        ranges = false;
        return this;
    }

    /** Gives this as the list of files. */
    HubServer lists(String text) {
        wrongList = text;
        return this;
    }

    /** "GET /path" or "GET /path bytes=5-", in order. */
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String range = exchange.getRequestHeaders().getFirst("Range");
            synchronized (this) {
                requests.add("GET " + path + (range == null ? "" : " " + range));
            }
            byte[] content =
                    path.startsWith("/api/models/") ? list(path.substring("/api/models".length())) : files.get(path);
            if (content == null) {
                exchange.sendResponseHeaders(404, -1);
                return;
            }
            int from = range == null || !ranges ? 0 : Integer.parseInt(range.replaceAll("\\D", ""));
            if (from > 0) {
                exchange.getResponseHeaders()
                        .add("Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
            }
            byte[] part = Arrays.copyOfRange(content, Math.min(from, content.length), content.length);
            exchange.sendResponseHeaders(from > 0 ? 206 : 200, part.length);
            int cut = cutAfter;
            if (cut >= 0 && cut < part.length) {
                cutAfter = -1;
                exchange.getResponseBody().write(part, 0, cut);
                exchange.getResponseBody().flush();
                if (holds) {
                    waitForTheEnd();
                }
                return;
            }
            exchange.getResponseBody().write(part);
        }
    }

    private byte[] list(String repository) {
        if (!wrongList.isEmpty()) {
            return wrongList.getBytes(StandardCharsets.UTF_8);
        }
        String root = repository + "/resolve/main/";
        StringBuilder json = new StringBuilder("{\"siblings\": [{\"rfilename\": \".gitattributes\", \"size\": 1}");
        files.forEach((path, content) -> {
            if (path.startsWith(root)) {
                json.append(", {\"rfilename\": \"")
                        .append(path.substring(root.length()))
                        .append("\", \"size\": ")
                        .append(content.length);
                if (path.endsWith(".safetensors")) {
                    json.append(", \"lfs\": {\"sha256\": \"")
                            .append(sha256(content))
                            .append("\", \"size\": ")
                            .append(content.length)
                            .append("}");
                }
                json.append("}");
            }
        });
        return json.append("]}").toString().getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private void waitForTheEnd() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
    }
}
