package org.modelassay.model.hub;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.modelassay.AssayException;
import org.modelassay.model.hub.HubClient.Patience;

class DownloadTest {
  private static final Patience SHORT = new Patience(Duration.ofSeconds(10), Duration.ofMillis(1));
  private static final String WEIGHTS = "model.safetensors";

  /** Longer than every buffer on the way. */
  private static final byte[] LARGE = new byte[3_000_000];

  static {
    new Random(7).nextBytes(LARGE);
  }

  @TempDir Path folder;
  private final FakeHub server = new FakeHub();
  private final Map<String, String> environment = new HashMap<>();
  private final List<DownloadProgress.Step> steps = new ArrayList<>();

  @BeforeEach
  void model() {
    environment.put("HF_HOME", folder.toString());
    environment.put("HF_ENDPOINT", server.address() + "/");
    server
        .file("config.json", "{}")
        .file("tokenizer.json", "{\"model\": {}}")
        .file("README.md", "# Tiny")
        .file("pytorch_model.bin", "a pickle")
        .file("onnx/model.onnx", "another form")
        .file(WEIGHTS, LARGE);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private HubModel resolve(String reference) {
    return resolve(reference, SHORT);
  }

  private HubModel resolve(String reference, Patience patience) {
    return new Hub(environment, true, steps::add, patience).resolve(HubReference.parse(reference));
  }

  private Path inCache(String name) {
    return folder.resolve("hub/models--acme--tiny").resolve(name);
  }

  private Path blob(String name) {
    return inCache("blobs").resolve(FakeHub.digest(name, server.content(name)));
  }

  private static List<String> filesUnder(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static ObjectNode json() {
    return new ObjectMapper().createObjectNode();
  }

  @Test
  void bringsTheFilesOfAModelInTheLayoutOfHuggingfaceHub() throws IOException {
    HubModel model = resolve("hf:acme/tiny");
    assertThat(model.commit()).isEqualTo(FakeHub.COMMIT);
    assertThat(model.path()).isEqualTo(inCache("snapshots/" + FakeHub.COMMIT));
    assertThat(filesUnder(model.path())).containsExactly("config.json", WEIGHTS, "tokenizer.json");
    assertThat(model.path().resolve(WEIGHTS)).hasBinaryContent(LARGE);
    assertThat(Files.readSymbolicLink(model.path().resolve(WEIGHTS)))
        .isEqualTo(Path.of("../../blobs").resolve(FakeHub.digest(WEIGHTS, LARGE)));
    assertThat(Files.readString(inCache("refs/main"))).isEqualTo(FakeHub.COMMIT);
    assertThat(filesUnder(inCache("blobs"))).hasSize(3);
  }

  @Test
  void whatIsHereIsNotAskedForAgain() {
    HubModel first = resolve("hf:acme/tiny");
    server.requests.clear();
    assertThat(resolve("hf:acme/tiny")).isEqualTo(first);
    assertThat(resolve("hf:acme/tiny@" + FakeHub.COMMIT).path()).isEqualTo(first.path());
    assertThat(server.requests).isEmpty();
  }

  @Test
  void anotherRevisionOfOneCommitBringsNothingButItsName() throws IOException {
    resolve("hf:acme/tiny@" + FakeHub.COMMIT);
    assertThat(inCache("refs")).doesNotExist();
    server.revision = "refs%2Fpr%2F1";
    server.requests.clear();
    resolve("hf:acme/tiny@refs/pr/1");
    assertThat(Files.readString(inCache("refs/refs/pr/1"))).isEqualTo(FakeHub.COMMIT);
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void whatPythonLeftHalfIsCompleted() throws IOException {
    resolve("hf:acme/tiny");
    Files.delete(blob(WEIGHTS));
    server.requests.clear();
    assertThat(resolve("hf:acme/tiny").path().resolve(WEIGHTS)).hasBinaryContent(LARGE);
    assertThat(server.downloads("config.json")).isEmpty();
  }

  @Test
  void progressCountsAllBytesOfAllFiles() {
    resolve("hf:acme/tiny");
    long total = LARGE.length + 2L + 13L;
    assertThat(steps).allSatisfy(step -> assertThat(step.total()).isEqualTo(total));
    assertThat(steps).extracting(DownloadProgress.Step::done).isSorted();
    assertThat(steps).hasSizeBetween(5, 8);
    assertThat(steps.get(steps.size() - 1).done()).isEqualTo(total);
  }

  @Test
  void withoutPermissionNothingIsAsked() {
    var hub = new Hub(environment, false, steps::add, SHORT);
    assertThatThrownBy(() -> hub.resolve(HubReference.parse("hf:acme/tiny")))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("-Dassay.download=true");
    environment.put("HF_HUB_OFFLINE", "1");
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .hasMessageContaining("HF_HUB_OFFLINE is set, so it was not downloaded here");
    assertThat(server.requests).isEmpty();
    assertThat(folder.resolve("hub")).doesNotExist();
  }

  @Test
  void onlyTheShardsOfTheIndexCome() throws IOException {
    server.files.remove(WEIGHTS);
    server
        .file(
            NeededFiles.INDEX,
            """
            {"weight_map": {"a": "model-00001-of-00002.safetensors",
                            "b": "model-00002-of-00002.safetensors"}}
            """)
        .file("model-00001-of-00002.safetensors", "one")
        .file("model-00002-of-00002.safetensors", "two")
        .file("consolidated.safetensors", "both again");
    assertThat(filesUnder(resolve("hf:acme/tiny").path()))
        .containsExactly(
            "config.json",
            "model-00001-of-00002.safetensors",
            "model-00002-of-00002.safetensors",
            NeededFiles.INDEX,
            "tokenizer.json");
  }

  @Test
  void encodersComeWithTheirModulesAndAdaptersWithTheirs() throws IOException {
    server
        .file("modules.json", "[]")
        .file("sentence_bert_config.json", "{}")
        .file("1_Pooling/config.json", "{ }")
        .file("2_Dense/model.safetensors", "dense");
    assertThat(filesUnder(resolve("hf:acme/tiny").path()))
        .contains(
            "modules.json",
            "sentence_bert_config.json",
            "1_Pooling/config.json",
            "2_Dense/model.safetensors");
    assertThat(inCache("snapshots/" + FakeHub.COMMIT + "/1_Pooling/config.json")).hasContent("{ }");
    var adapter =
        NeededFiles.of(
            List.of("adapter_config.json", "adapter_model.safetensors", "training_args.bin"), "");
    assertThat(adapter.objection()).isEmpty();
    assertThat(adapter.names()).containsExactly("adapter_config.json", "adapter_model.safetensors");
  }

  @Test
  void aNamedFileComesAlone() throws IOException {
    server.file("q4.gguf", "GGUF").file("q8.gguf", "GGUF too");
    HubModel model = resolve("hf:acme/tiny@main/q4.gguf");
    assertThat(model.path()).hasContent("GGUF");
    assertThat(filesUnder(model.directory())).containsExactly("q4.gguf");
    assertThatThrownBy(() -> resolve("hf:acme/tiny@main/q5.gguf"))
        .hasMessageEndingWith("has no file q5.gguf; it has q4.gguf, q8.gguf");
  }

  @Test
  void aRepositoryOfGgufFilesAsksForAName() {
    server.files.clear();
    server.file("config.json", "{}").file("q4.gguf", "GGUF").file("q8.gguf", "GGUF too");
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageEndingWith("name one of its GGUF files, @revision/file: q4.gguf, q8.gguf");
  }

  @Test
  void picklesAloneAreRefused() {
    server.files.remove(WEIGHTS);
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith("hf:acme/tiny@main: the repository at " + server.address())
        .hasMessageContaining(
            "has its weights as pickle alone (pytorch_model.bin), which runs code")
        .hasMessageContaining("convert it to safetensors");
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void aCutConnectionIsGoneOnWith() {
    server.mishap(WEIGHTS, FakeHub.cutAfter(1_000_000), FakeHub.cutAfter(500_000));
    assertThat(resolve("hf:acme/tiny").path().resolve(WEIGHTS)).hasBinaryContent(LARGE);
    List<FakeHub.Request> downloads = server.downloads(WEIGHTS);
    assertThat(downloads).hasSize(3);
    assertThat(downloads.get(0).range()).isNull();
    // What was on the way when the connection broke is lost, so the first byte is not known
    // exactly.
    long second = from(downloads.get(1));
    assertThat(second).isBetween(1L, 1_000_000L);
    assertThat(from(downloads.get(2))).isBetween(second, second + 500_000);
  }

  private static long from(FakeHub.Request request) {
    return Long.parseLong(String.valueOf(request.range()).replaceAll("bytes=(\\d+)-", "$1"));
  }

  @Test
  void aKilledDownloadIsGoneOnWithByTheNextRun() throws IOException {
    Files.createDirectories(inCache("blobs"));
    Path incomplete = Path.of(blob(WEIGHTS) + ".assay.incomplete");
    Files.write(incomplete, java.util.Arrays.copyOf(LARGE, 2_000_000));
    assertThat(resolve("hf:acme/tiny").path().resolve(WEIGHTS)).hasBinaryContent(LARGE);
    assertThat(server.downloads(WEIGHTS))
        .extracting(FakeHub.Request::range)
        .containsExactly("bytes=2000000-");
    assertThat(incomplete).doesNotExist();
  }

  @Test
  void aServerThatKnowsNoRangesBeginsAnew() {
    server.ranges = false;
    server.mishap(WEIGHTS, FakeHub.cutAfter(1_000_000));
    assertThat(resolve("hf:acme/tiny").path().resolve(WEIGHTS)).hasBinaryContent(LARGE);
  }

  @Test
  void aServerThatAlwaysCutsAtOnePlaceIsGivenUp() {
    server.ranges = false;
    for (int i = 0; i < 20; i++) {
      server.mishap(WEIGHTS, FakeHub.cutAfter(1_000));
    }
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(
            "/acme/tiny/resolve/" + FakeHub.COMMIT + "/model.safetensors could not")
        .hasMessageContaining("in 5 attempts");
    assertThat(server.downloads(WEIGHTS)).hasSizeLessThanOrEqualTo(6);
  }

  @Test
  void aFileThatEndsBeforeWhatIsHereBeginsAnew() throws IOException {
    server.mishap(WEIGHTS, FakeHub.status(416));
    Files.createDirectories(inCache("blobs"));
    Files.write(Path.of(blob(WEIGHTS) + ".assay.incomplete"), new byte[1000]);
    assertThat(resolve("hf:acme/tiny").path().resolve(WEIGHTS)).hasBinaryContent(LARGE);
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void aBusyServerIsAskedAgain(int status) {
    server.mishap("list", FakeHub.status(status), FakeHub.status(status));
    server.mishap("config.json", FakeHub.status(status));
    assertThat(resolve("hf:acme/tiny").commit()).isEqualTo(FakeHub.COMMIT);
  }

  @Test
  void aServerThatStaysBusyIsGivenUp() {
    for (int i = 0; i < 9; i++) {
      server.mishap("list", FakeHub.status(503));
    }
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("could not be read in 5 attempts: status 503; see to the network");
    assertThat(server.requests).hasSize(5);
  }

  @Test
  void aServerThatFallsSilentIsAskedAgain() {
    server.mishap(
        WEIGHTS,
        (exchange, content) -> {
          exchange.sendResponseHeaders(200, content.length);
          exchange.getResponseBody().write(content, 0, 200_000);
          exchange.getResponseBody().flush();
          try {
            Thread.sleep(20_000);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    HubModel model =
        resolve("hf:acme/tiny", new Patience(Duration.ofMillis(300), Duration.ofMillis(1)));
    assertThat(model.path().resolve(WEIGHTS)).hasBinaryContent(LARGE);
    assertThat(from(server.downloads(WEIGHTS).get(1))).isEqualTo(200_000);
  }

  @Test
  void noServerAtAllIsNamed() throws IOException {
    int port;
    try (var socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    environment.put("HF_ENDPOINT", "http://127.0.0.1:" + port);
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("http://127.0.0.1:" + port + "/api/models/acme/tiny")
        .hasMessageContaining("-Dhttps.proxyHost");
  }

  @ParameterizedTest
  @ValueSource(strings = {WEIGHTS, "config.json"})
  void aWrongDigestIsNamedAndTheFileRemoved(String name) throws IOException {
    byte[] good = server.content(name);
    byte[] bad = good.clone();
    bad[bad.length / 2] ^= 1;
    server.mishap(
        name,
        (exchange, content) -> {
          exchange.sendResponseHeaders(200, bad.length);
          exchange.getResponseBody().write(bad);
        });
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(name + " came with digest " + FakeHub.digest(name, bad))
        .hasMessageContaining("the hub lists " + FakeHub.digest(name, good) + "; it was removed");
    assertThat(filesUnder(inCache("blobs")))
        .noneMatch(blob -> blob.startsWith(FakeHub.digest(name, good)));
    assertThat(inCache("snapshots")).doesNotExist();
    assertThat(inCache("refs")).doesNotExist();
    assertThat(resolve("hf:acme/tiny").path().resolve(name)).hasBinaryContent(good);
  }

  @Test
  void aWrongSizeIsNamed() {
    server.mishap(
        WEIGHTS,
        (exchange, content) -> {
          exchange.sendResponseHeaders(200, 12);
          exchange.getResponseBody().write("<html></html".getBytes(UTF_8));
        },
        (exchange, content) -> {
          // Of no stated length, and more than it should be.
          exchange.sendResponseHeaders(200, 0);
          exchange.getResponseBody().write(content);
          exchange.getResponseBody().write(1);
        });
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(
            "model.safetensors: the hub lists 3000000 bytes, the server sends 12;");
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("the hub lists 3000000 bytes, the server sends more;");
  }

  @Test
  void anotherPartThanAskedForIsRefused() throws IOException {
    Files.createDirectories(inCache("blobs"));
    Files.write(Path.of(blob(WEIGHTS) + ".assay.incomplete"), new byte[1000]);
    server.mishap(
        WEIGHTS,
        (exchange, content) -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 5-2999999/3000000");
          exchange.sendResponseHeaders(206, content.length);
          exchange.getResponseBody().write(content);
        });
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("sent another part than was asked for");
  }

  @Test
  void aPrivateModelWantsATokenThatStaysAtTheEndpoint() throws IOException {
    server.wantedToken = "hf_secret";
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("answered 401: there is no such public model")
        .hasMessageContaining("set HF_TOKEN");
    Files.writeString(folder.resolve("token"), "hf_secret\n");
    resolve("hf:acme/tiny");
    assertThat(server.requests)
        .filteredOn(request -> request.host().equals("storage"))
        .isNotEmpty()
        .allSatisfy(request -> assertThat(request.authorization()).isNull());
  }

  @Test
  void theVariableGoesBeforeTheFile() throws IOException {
    server.wantedToken = "hf_secret";
    Files.writeString(folder.resolve("token"), "hf_old");
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .hasMessageContaining("no such model that the token may read")
        .hasMessageNotContainingAny("hf_old", "hf_secret");
    environment.put("HF_TOKEN", "hf_secret");
    assertThat(resolve("hf:acme/tiny").path()).isDirectory();
  }

  @Test
  void aTokenThatIsNoneIsNotPrinted() {
    environment.put("HF_TOKEN", "hf_sec\nret");
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith("HF_TOKEN holds no token of the hub")
        .hasMessageNotContaining("hf_sec");
  }

  @Test
  void aGatedModelNamesThePageOfItsTerms() {
    server.wantedToken = "hf_secret";
    server.gated = true;
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .hasMessageContaining(
            "answered 403: the model is gated: accept its terms at "
                + server.address()
                + "/acme/tiny and set HF_TOKEN");
  }

  @Test
  void whatTheHubHasNotIsNamed() {
    assertThatThrownBy(() -> resolve("hf:acme/tyni"))
        .hasMessageContaining("/api/models/acme/tyni/revision/main?blobs=true answered 404")
        .hasMessageContaining("see to the spelling");
    assertThatThrownBy(() -> resolve("hf:acme/tiny@v9"))
        .hasMessageContaining("answered 404: it has no revision 'v9'");
  }

  @Test
  void redirectsAreFollowedSoFar() {
    server.mishap(
        "config.json", FakeHub.redirect("/acme/tiny/resolve/" + FakeHub.COMMIT + "/config.json"));
    resolve("hf:acme/tiny");
    for (int i = 0; i < 20; i++) {
      server.mishap("list", FakeHub.redirect("/api/models/acme/tiny/revision/v9"));
    }
    assertThatThrownBy(() -> resolve("hf:acme/tiny@v9"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("redirects more than 10 times");
  }

  @ParameterizedTest
  @ValueSource(strings = {"file:///etc/passwd", "ftp://host/x", "https:x", "http://[", ""})
  void redirectsToOtherThanTheWebAreNotFollowed(String location) {
    server.mishap("list", FakeHub.redirect(location));
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("redirects to '" + location + "', which is not followed");
  }

  @Test
  void redirectsFromTlsToPlainTextAreNotFollowed() {
    URI endpoint = URI.create("https://hub.example");
    var client = new HubClient(HubReference.parse("hf:acme/tiny"), endpoint, null, SHORT);
    assertThat(client.target(endpoint, "https://storage.example/x"))
        .isEqualTo(URI.create("https://storage.example/x"));
    assertThatThrownBy(() -> client.target(endpoint, "http://hub.example/x"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("which is not followed: expected an https address");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../../../../evil.safetensors",
        "/etc/evil.safetensors",
        "..\\evil.safetensors",
        "a/../../evil.json",
        "a//b",
        "line\nbreak.json",
        "",
      })
  void namesThatLeadOutAreRefused(String name) throws IOException {
    server.file(name, "evil");
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("whose name would lead out of its folder");
    assertThat(server.requests).hasSize(1);
    assertThat(filesUnder(folder)).containsExactly("hub/.locks/models--acme--tiny/assay.lock");
  }

  @Test
  void anIndexThatNamesWhatIsNotThereIsRefused() {
    server.file(NeededFiles.INDEX, "{\"weight_map\": {\"a\": \"absent.safetensors\"}}");
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageEndingWith("names absent.safetensors, which the repository has not");
  }

  @Test
  void moreThanTheDiskHoldsIsNotBegun() {
    ObjectNode lie = json();
    lie.putObject("lfs").put("size", Long.MAX_VALUE).put("sha256", "0".repeat(64));
    server.lies.put(WEIGHTS, lie);
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining(Long.MAX_VALUE + " bytes are missing and ")
        .hasMessageContaining("free space, or name another disk by HF_HUB_CACHE");
    assertThat(server.requests).hasSize(1);
  }

  @Test
  void filesWithoutSizeOrDigestAreRefused() {
    server.lies.put("config.json", json().put("blobId", "../x"));
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("the hub lists config.json without a size and a digest");
    server.lies.put("config.json", json().put("size", -1));
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .hasMessageContaining("the hub lists config.json without a size and a digest");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"<html>log in</html>", "", "[]", "{\"siblings\": []}", "{\"sha\": \"..\"}"})
  void anAnswerThatIsNoListIsNamed(String answer) {
    server.mishap(
        "list",
        (exchange, content) -> {
          exchange.sendResponseHeaders(200, answer.isEmpty() ? -1 : answer.length());
          exchange.getResponseBody().write(answer.getBytes(UTF_8));
        });
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("?blobs=true answered what is no list of files (");
  }

  @Test
  void anEndpointThatIsNoneIsNamed() {
    for (String endpoint : List.of("huggingface.co", "ftp://x", "http://a b", "http://")) {
      environment.put("HF_ENDPOINT", endpoint);
      assertThatThrownBy(() -> resolve("hf:acme/tiny"))
          .isInstanceOf(AssayException.class)
          .hasMessageStartingWith("HF_ENDPOINT '" + endpoint + "' is no address of a hub");
    }
  }

  @Test
  void aCacheThatCannotBeWrittenIsNamed() throws IOException {
    Files.writeString(folder.resolve("hub"), "in the way");
    assertThatThrownBy(() -> resolve("hf:acme/tiny"))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("the hub cache " + folder.resolve("hub") + " cannot be used: ")
        .hasMessageContaining("name another by HF_HUB_CACHE");
  }

  @Test
  void twoAtOnceDownloadOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Callable<HubModel> resolve =
          () ->
              new Hub(environment, true, DownloadProgress.NONE, SHORT)
                  .resolve(HubReference.parse("hf:acme/tiny"));
      for (Future<HubModel> model : threads.invokeAll(List.of(resolve, resolve))) {
        assertThat(model.get().path().resolve(WEIGHTS)).hasBinaryContent(LARGE);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.downloads(WEIGHTS)).hasSize(1);
    assertThat(server.downloads("config.json")).hasSize(1);
  }

  @Test
  void twoProcessesAtOnceDownloadOnce() throws Exception {
    var builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Another.class.getName())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process another = builder.start();
    // Its first request has it inside: this one has to wait for it, at the lock or at the end.
    while (another.isAlive() && server.requests.isEmpty()) {
      Thread.sleep(5);
    }
    assertThat(resolve("hf:acme/tiny").path().resolve(WEIGHTS)).hasBinaryContent(LARGE);
    String said = new String(another.getInputStream().readAllBytes(), UTF_8);
    assertThat(another.waitFor()).as(said).isZero();
    assertThat(server.downloads(WEIGHTS)).hasSize(1);
  }

  /** What the other process runs. */
  static final class Another {
    public static void main(String[] arguments) {
      new Hub(System.getenv(), true, DownloadProgress.NONE)
          .resolve(HubReference.parse("hf:acme/tiny"));
    }
  }

  @Test
  void smallFilesAreKnownByGitsBlobId() throws IOException {
    // The example of the chapter "Git Objects" of the book Pro Git.
    Path file = Files.writeString(folder.resolve("test.txt"), "test content\n");
    String id = "d670460b4b4aece5915caf5c68d12f560a9fe3e4";
    assertThat(new RemoteFile("test.txt", 13, id).digest(file)).isEqualTo(id);
  }
}
