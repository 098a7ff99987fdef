package org.modelassay.model.hub;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * A hub of one model, and the host that its large files lie on. It answers as huggingface.co does:
 * small files itself, LFS files by a redirect to the other host, parts of files when asked for.
 */
final class FakeHub implements AutoCloseable {
  static final String REPOSITORY = "acme/tiny";
  static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  /** What a client asked for, at either host. */
  record Request(String host, String path, @Nullable String authorization, @Nullable String range) {
    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /** Something that goes wrong with one answer. */
  @FunctionalInterface
  interface Mishap {
    void answer(HttpExchange exchange, byte[] content) throws IOException;
  }

  final List<Request> requests = new CopyOnWriteArrayList<>();
  final Map<String, byte[]> files = new LinkedHashMap<>();

  /** Sizes and digests that the list should lie about, by file. */
  final Map<String, ObjectNode> lies = new HashMap<>();

  /** What goes wrong with the next answers for a file, in order. */
  final Map<String, Deque<Mishap>> mishaps = new HashMap<>();

  String revision = "main";
  @Nullable String wantedToken;
  boolean gated;
  boolean ranges = true;

  private final ObjectMapper json = new ObjectMapper();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpServer endpoint = serve(this::answerEndpoint);
  private final HttpServer storage = serve(this::answerStorage);

  private HttpServer serve(com.sun.net.httpserver.HttpHandler handler) {
    try {
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/", handler);
      server.setExecutor(threads);
      server.start();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String address(HttpServer server) {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  String address() {
    return address(endpoint);
  }

  String storageAddress() {
    return address(storage);
  }

  FakeHub file(String name, String content) {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  FakeHub file(String name, byte[] content) {
    files.put(name, content);
    return this;
  }

  byte[] content(String name) {
    return Objects.requireNonNull(files.get(name));
  }

  FakeHub mishap(String name, Mishap... inOrder) {
    mishaps.computeIfAbsent(name, any -> new ArrayDeque<>()).addAll(List.of(inOrder));
    return this;
  }

  /** Sends the beginning of what was asked for and cuts the connection. */
  static Mishap cutAfter(int bytes) {
    return (exchange, content) -> {
      boolean part = exchange.getResponseHeaders().containsKey("Content-Range");
      exchange.sendResponseHeaders(part ? 206 : 200, content.length);
      exchange.getResponseBody().write(content, 0, bytes);
      exchange.getResponseBody().flush();
      exchange.close();
    };
  }

  static Mishap status(int status) {
    return (exchange, content) -> exchange.sendResponseHeaders(status, -1);
  }

  static Mishap redirect(String location) {
    return (exchange, content) -> {
      exchange.getResponseHeaders().set("Location", location);
      exchange.sendResponseHeaders(302, -1);
    };
  }

  /** Requests for the content of a file, redirects not counted. */
  List<Request> downloads(String name) {
    String host = isLarge(name) ? "storage" : "endpoint";
    return requests.stream()
        .filter(
            r -> r.host().equals(host) && !r.path().startsWith("/api/") && r.name().equals(name))
        .toList();
  }

  static boolean isLarge(String name) {
    return name.endsWith(".safetensors") || name.endsWith(".gguf") || name.endsWith(".bin");
  }

  static String digest(String name, byte[] content) {
    try {
      if (isLarge(name)) {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      }
      MessageDigest sha = MessageDigest.getInstance("SHA-1");
      sha.update(("blob " + content.length + '\0').getBytes(StandardCharsets.US_ASCII));
      return HexFormat.of().formatHex(sha.digest(content));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Request record(String host, HttpExchange exchange) {
    var request =
        new Request(
            host,
            exchange.getRequestURI().getRawPath(),
            exchange.getRequestHeaders().getFirst("Authorization"),
            exchange.getRequestHeaders().getFirst("Range"));
    requests.add(request);
    return request;
  }

  private void answerEndpoint(HttpExchange exchange) throws IOException {
    try (exchange) {
      Request request = record("endpoint", exchange);
      String list = "/api/models/" + REPOSITORY + "/revision/";
      String resolve = "/" + REPOSITORY + "/resolve/" + COMMIT + "/";
      String token = wantedToken;
      if (token != null && !("Bearer " + token).equals(request.authorization())) {
        exchange.getResponseHeaders().set("X-Error-Code", gated ? "GatedRepo" : "RepoNotFound");
        exchange.sendResponseHeaders(gated ? 403 : 401, -1);
      } else if (request.path().startsWith(list)) {
        answerList(exchange, request.path().substring(list.length()));
      } else if (request.path().startsWith(resolve)) {
        String name = request.path().substring(resolve.length());
        if (isLarge(name)) {
          redirect(storageAddress() + "/store/" + name).answer(exchange, new byte[0]);
        } else {
          answerFile(exchange, name);
        }
      } else {
        exchange.getResponseHeaders().set("X-Error-Code", "RepoNotFound");
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private void answerList(HttpExchange exchange, String asked) throws IOException {
    Mishap mishap = next("list");
    if (mishap != null) {
      mishap.answer(exchange, new byte[0]);
      return;
    }
    if (!asked.equals(revision) && !asked.equals(COMMIT)) {
      exchange.getResponseHeaders().set("X-Error-Code", "RevisionNotFound");
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    ObjectNode root = json.createObjectNode().put("id", REPOSITORY).put("sha", COMMIT);
    var siblings = root.putArray("siblings");
    files.forEach(
        (name, content) -> {
          ObjectNode file = siblings.addObject().put("rfilename", name).put("size", content.length);
          file.put("blobId", digest(isLarge(name) ? "pointer" : name, content));
          if (isLarge(name)) {
            file.putObject("lfs").put("size", content.length).put("sha256", digest(name, content));
          }
          ObjectNode lie = lies.get(name);
          if (lie != null) {
            file.setAll(lie);
          }
        });
    send(exchange, 200, json.writeValueAsBytes(root));
  }

  private void answerStorage(HttpExchange exchange) throws IOException {
    try (exchange) {
      record("storage", exchange);
      answerFile(exchange, exchange.getRequestURI().getPath().substring("/store/".length()));
    }
  }

  private synchronized @Nullable Mishap next(String name) {
    Deque<Mishap> left = mishaps.get(name);
    return left == null ? null : left.poll();
  }

  private static int from(HttpExchange exchange) {
    String range = exchange.getRequestHeaders().getFirst("Range");
    return range == null ? 0 : Integer.parseInt(range.replaceAll("bytes=(\\d+)-", "$1"));
  }

  private void answerFile(HttpExchange exchange, String name) throws IOException {
    byte[] content = files.get(name);
    if (content == null) {
      exchange.sendResponseHeaders(404, -1);
      return;
    }
    int from = ranges ? from(exchange) : 0;
    byte[] rest = Arrays.copyOfRange(content, Math.min(from, content.length), content.length);
    if (from > 0) {
      exchange
          .getResponseHeaders()
          .set(
              "Content-Range", "bytes " + from + "-" + (content.length - 1) + "/" + content.length);
    }
    Mishap mishap = next(name);
    if (mishap != null) {
      mishap.answer(exchange, rest);
    } else if (from > 0 && rest.length == 0) {
      exchange.sendResponseHeaders(416, -1);
    } else {
      send(exchange, from > 0 ? 206 : 200, rest);
    }
  }

  private static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
    exchange.sendResponseHeaders(status, content.length == 0 ? -1 : content.length);
    exchange.getResponseBody().write(content);
  }

  @Override
  public void close() {
    endpoint.stop(0);
    storage.stop(0);
    threads.shutdownNow();
  }
}
