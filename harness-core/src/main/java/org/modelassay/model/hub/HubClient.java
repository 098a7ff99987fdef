package org.modelassay.model.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.AtomicFile;

/**
 * Speaks with a hub. Its answers are bounded, redirects are followed by hand so that the token goes
 * to the endpoint alone, and what fails for a moment is tried again.
 */
final class HubClient {
  private static final int ATTEMPTS = 5;
  private static final int MOST_REDIRECTS = 10;
  private static final int LONGEST_LISTING = 64 << 20;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> BUSY = Set.of(408, 425, 429, 500, 502, 503, 504);
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-\\d+/(\\d+|\\*)");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{40}|[0-9a-f]{64}");
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HubReference reference;
  private final URI endpoint;
  private final @Nullable String token;
  private final Patience patience;
  private final HttpClient http;

  /**
   * How long to wait.
   *
   * @param silence how long a server may send nothing
   * @param pause before the second attempt; twice as long before each further one
   */
  record Patience(Duration silence, Duration pause) {
    static final Patience USUAL = new Patience(Duration.ofSeconds(60), Duration.ofSeconds(1));
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);

    private Duration after(int failures, @Nullable Duration asked) {
      Duration wait = asked == null ? pause.multipliedBy(1L << (failures - 1)) : asked;
      return wait.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : wait;
    }
  }

  /**
   * The files of a revision.
   *
   * @param commit the commit that the revision stands for
   * @param files what the hub says of each file, by name
   */
  record Listing(HubReference reference, String commit, Map<String, JsonNode> files) {
    /** A file with size and digest. */
    RemoteFile file(String name) {
      JsonNode file = files.get(name);
      if (file == null) {
        throw new AssayException(
            reference
                + ": "
                + NeededFiles.INDEX
                + " names "
                + name
                + ", which the repository has not");
      }
      JsonNode lfs = file.path("lfs");
      long size = (lfs.isObject() ? lfs : file).path("size").asLong(-1);
      String digest = (lfs.isObject() ? lfs.path("sha256") : file.path("blobId")).asText();
      if (size < 0 || !DIGEST.matcher(digest).matches()) {
        throw new AssayException(
            reference
                + ": the hub lists "
                + name
                + " without a size and a digest, so a download could not be checked; see that"
                + " HF_ENDPOINT is a hub, or download the model by other means");
      }
      return new RemoteFile(name, size, digest);
    }
  }

  HubClient(HubReference reference, URI endpoint, @Nullable String token, Patience patience) {
    this.reference = reference;
    this.endpoint = endpoint;
    this.token = token;
    this.patience = patience;
    // HTTP/1.1: one large file at a time gains nothing from streams, and loses by their windows.
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience.silence())
            .build();
  }

  /** Lists the files of the reference's revision. */
  Listing list() throws InterruptedException {
    URI uri =
        URI.create(
            endpoint
                + "/api/models/"
                + reference.repository()
                + "/revision/"
                + encode(reference.revision())
                + "?blobs=true");
    byte[] answer =
        patiently(
            uri,
            reached -> {
              try (InputStream body = open(uri, 0).body()) {
                return body.readNBytes(LONGEST_LISTING + 1);
              }
            });
    if (answer.length > LONGEST_LISTING) {
      throw new AssayException(
          reference
              + ": the list of files at "
              + uri
              + " is longer than "
              + LONGEST_LISTING
              + " bytes");
    }
    try {
      return listing(uri, JSON.readTree(answer));
    } catch (JsonProcessingException e) {
      throw noListing(uri, e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw noListing(uri, e.toString(), e);
    }
  }

  private AssayException noListing(URI uri, String why, @Nullable Exception cause) {
    return new AssayException(
        reference
            + ": "
            + uri
            + " answered what is no list of files ("
            + why
            + "); see that HF_ENDPOINT is a hub and no proxy stands before it",
        cause);
  }

  private Listing listing(URI uri, @Nullable JsonNode root) {
    if (root == null || !root.path("siblings").isArray()) {
      throw noListing(uri, "siblings is missing", null);
    }
    String commit = root.path("sha").asText();
    if (!HubReference.isCommit(commit)) {
      throw noListing(uri, "sha is no commit", null);
    }
    if (reference.isCommit() && !commit.equals(reference.revision())) {
      throw noListing(uri, "sha is " + commit + ", another commit", null);
    }
    var files = new LinkedHashMap<String, JsonNode>();
    for (JsonNode sibling : root.path("siblings")) {
      String name = sibling.path("rfilename").asText();
      if (!HubReference.isPlainPath(name)) {
        throw new AssayException(
            reference
                + ": the repository lists a file '"
                + printable(name)
                + "', whose name would lead out of its folder; do not trust it");
      }
      files.put(name, sibling);
    }
    return new Listing(reference, commit, files);
  }

  /**
   * Downloads a file as far as it is not there.
   *
   * @param commit the commit it is of
   * @param file the file
   * @param target where it grows; what is there is taken as its beginning
   * @param progress told how many bytes are there
   */
  void fetch(String commit, RemoteFile file, Path target, LongConsumer progress)
      throws InterruptedException {
    String path =
        Stream.of(file.name().split("/")).map(HubClient::encode).collect(Collectors.joining("/"));
    URI uri =
        URI.create(endpoint + "/" + reference.repository() + "/resolve/" + commit + "/" + path);
    patiently(
        uri,
        reached -> {
          long have = Files.exists(target) ? Files.size(target) : -1;
          if (have != file.size()) {
            // A file that is longer than it should be is no beginning of it.
            append(
                uri, file, target, have > file.size() ? 0 : Math.max(have, 0), progress, reached);
          }
          return file;
        });
  }

  private void append(
      URI uri, RemoteFile file, Path target, long have, LongConsumer progress, LongConsumer reached)
      throws IOException, InterruptedException {
    HttpResponse<InputStream> response = open(uri, have);
    try (InputStream body = response.body();
        FileChannel out =
            FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      if (response.statusCode() == 416) {
        // What is here is no beginning of the server's file: the next attempt begins anew.
        out.truncate(0);
        throw new IOException("status 416, no byte after " + have);
      }
      long at = start(response, file, have);
      out.truncate(at).position(at);
      var buffer = new byte[1 << 16];
      for (int count = body.read(buffer); count >= 0; count = body.read(buffer)) {
        at += count;
        if (at > file.size()) {
          throw wrongSize(file, "more");
        }
        write(out, buffer, count, target);
        progress.accept(at);
        reached.accept(at);
      }
      if (at < file.size()) {
        throw new IOException("the connection ended at byte " + at + " of " + file.size());
      }
    }
  }

  /** Where the body begins: at {@code have}, or at 0 when the server does not go on. */
  private long start(HttpResponse<InputStream> response, RemoteFile file, long have) {
    if (response.statusCode() == 206) {
      Matcher range =
          CONTENT_RANGE.matcher(response.headers().firstValue("Content-Range").orElse(""));
      if (range.matches() && range.group(1).equals(Long.toString(have))) {
        if (!range.group(2).equals("*") && !range.group(2).equals(Long.toString(file.size()))) {
          throw wrongSize(file, range.group(2));
        }
        return have;
      }
      throw new AssayException(
          reference + ": " + file.name() + ": the server sent another part than was asked for");
    }
    response
        .headers()
        .firstValue("Content-Length")
        .filter(length -> !length.equals(Long.toString(file.size())))
        .ifPresent(
            length -> {
              throw wrongSize(file, length);
            });
    return 0;
  }

  private AssayException wrongSize(RemoteFile file, String sent) {
    return new AssayException(
        reference
            + ": "
            + file.name()
            + ": the hub lists "
            + file.size()
            + " bytes, the server sends "
            + printable(sent)
            + "; run again, and if it stays so see that no proxy changes what HF_ENDPOINT sends");
  }

  private void write(FileChannel out, byte[] bytes, int count, Path target) {
    try {
      ByteBuffer buffer = ByteBuffer.wrap(bytes, 0, count);
      while (buffer.hasRemaining()) {
        out.write(buffer);
      }
    } catch (IOException e) {
      // Not an IOException: those are the network's here, and tried again.
      throw new AssayException(
          reference
              + ": "
              + target
              + " cannot be written: "
              + AtomicFile.reason(e)
              + "; free space, or name another disk by HF_HUB_CACHE. What is there is kept.",
          e);
    }
  }

  /** One attempt; tells how far it came. */
  @FunctionalInterface
  private interface Attempt<T> {
    T run(LongConsumer reached) throws IOException, InterruptedException;
  }

  /** Tries until {@value #ATTEMPTS} attempts in a row came no farther than those before. */
  private <T> T patiently(URI uri, Attempt<T> attempt) throws InterruptedException {
    var farthest = new long[1];
    int failures = 0;
    while (true) {
      long before = farthest[0];
      try {
        return attempt.run(at -> farthest[0] = Math.max(farthest[0], at));
      } catch (SSLHandshakeException e) {
        throw new AssayException(
            reference
                + ": "
                + uri
                + " shows a certificate that this Java does not trust: "
                + e.getMessage()
                + "; behind a proxy that opens TLS, name a trust store with its certificate by"
                + " -Djavax.net.ssl.trustStore",
            e);
      } catch (IOException e) {
        failures = farthest[0] > before ? 1 : failures + 1;
        if (failures == ATTEMPTS) {
          throw new AssayException(
              reference
                  + ": "
                  + uri
                  + " could not be read in "
                  + ATTEMPTS
                  + " attempts: "
                  + reason(e)
                  + "; see to the network (a proxy is named by -Dhttps.proxyHost and"
                  + " -Dhttps.proxyPort) and run again: what has come is kept",
              e);
        }
        Duration asked = e instanceof BusyException busy ? busy.retryAfter : null;
        Thread.sleep(patience.after(failures, asked).toMillis());
      }
    }
  }

  private static String reason(IOException e) {
    // Connection errors of the JDK have no message of their own.
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  /** An answer that says to come again. */
  private static final class BusyException extends IOException {
    private static final long serialVersionUID = 1L;
    private final transient @Nullable Duration retryAfter;

    BusyException(int status, @Nullable Duration retryAfter) {
      super("status " + status);
      this.retryAfter = retryAfter;
    }
  }

  /** Opens an address for reading, from a byte on, wherever it redirects to. */
  private HttpResponse<InputStream> open(URI first, long from)
      throws IOException, InterruptedException {
    URI uri = first;
    for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(uri).timeout(patience.silence()).header("User-Agent", "assay");
      if (token != null && isEndpoint(uri)) {
        request.header("Authorization", "Bearer " + token);
      }
      if (from > 0) {
        request.header("Range", "bytes=" + from + "-");
      }
      HttpResponse<InputStream> response =
          http.send(
              request.build(),
              info ->
                  HttpResponse.BodySubscribers.mapping(
                      HttpResponse.BodySubscribers.ofInputStream(),
                      body -> new UnsilentStream(body, patience.silence())));
      if (!REDIRECTS.contains(response.statusCode())) {
        boolean beyond = response.statusCode() == 416 && from > 0;
        if (response.statusCode() != 200 && response.statusCode() != 206 && !beyond) {
          response.body().close();
          throw refusal(response);
        }
        return response;
      }
      response.body().close();
      uri = target(uri, response.headers().firstValue("Location").orElse(""));
    }
    throw new AssayException(
        reference + ": " + first + " redirects more than " + MOST_REDIRECTS + " times");
  }

  /** Where a redirect leads: never from TLS to plain text, nor out of the web. */
  URI target(URI from, String location) {
    try {
      URI uri = from.resolve(location);
      boolean secure = "https".equalsIgnoreCase(uri.getScheme());
      boolean plain = "http".equalsIgnoreCase(uri.getScheme());
      // Java takes an empty address for the folder of the one before.
      if (!location.isEmpty()
          && uri.getHost() != null
          && (secure || (plain && "http".equalsIgnoreCase(endpoint.getScheme())))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      // Said below, as every other address that cannot be followed.
    }
    throw new AssayException(
        reference
            + ": "
            + from
            + " redirects to '"
            + printable(location)
            + "', which is not followed: expected an https address");
  }

  private boolean isEndpoint(URI uri) {
    return uri.getScheme().equalsIgnoreCase(endpoint.getScheme())
        && uri.getHost().equalsIgnoreCase(endpoint.getHost())
        && port(uri) == port(endpoint);
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
  }

  /** What to throw for an answer that is no success: to try again, or what to do about it. */
  private IOException refusal(HttpResponse<?> response) {
    int status = response.statusCode();
    // Links to other hosts are signed for minutes; asking the endpoint again gives a fresh one.
    if (BUSY.contains(status) || !isEndpoint(response.uri())) {
      return new BusyException(status, retryAfter(response));
    }
    String page = endpoint + "/" + reference.repository();
    String code = response.headers().firstValue("X-Error-Code").orElse("");
    String remedy;
    if (code.equals("RevisionNotFound")) {
      remedy =
          "it has no revision '"
              + reference.revision()
              + "'; see its branches and tags at "
              + page
              + "/tree/main";
    } else if (code.equals("GatedRepo") || status == 403) {
      remedy =
          token == null
              ? "the model is gated: accept its terms at "
                  + page
                  + " and set HF_TOKEN to a token of that account (or run 'hf auth login')"
              : "the model is gated or the token may not read it: accept its terms at "
                  + page
                  + " with the account of the token";
    } else if (status == 401 || status == 404) {
      remedy =
          token == null
              ? "there is no such public model: see to the spelling; if it is private, set HF_TOKEN"
                  + " to a token that may read it (or run 'hf auth login')"
              : "there is no such model that the token may read: see to the spelling, and that the"
                  + " token is valid";
    } else {
      String message = response.headers().firstValue("X-Error-Message").orElse("");
      remedy = message.isEmpty() ? "see that HF_ENDPOINT is a hub" : printable(message);
    }
    throw new AssayException(
        reference + ": " + response.uri() + " answered " + status + ": " + remedy);
  }

  private static @Nullable Duration retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("\\d{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(null);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** What a server said, fit for a message. */
  private static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return line.length() <= 200 ? line : line.substring(0, 200) + "...";
  }
}
