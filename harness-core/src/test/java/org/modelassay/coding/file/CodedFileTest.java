package org.modelassay.coding.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.modelassay.AssayException;
import org.modelassay.Sha256;
import org.modelassay.coding.Bos;
import org.modelassay.coding.OrderOneModel;
import org.modelassay.coding.Windows;
import org.modelassay.measure.ByteTextModel;
import org.modelassay.reading.StepModel;

/** Files come back byte for byte, or there is an error. */
class CodedFileTest {
  /** Its tokens are bytes; its tokenizer loses tabs. */
  private static final ByteTextModel TEXT = ByteTextModel.named("m", true);

  private static final OrderOneModel MODEL = new OrderOneModel(257, 1, 8);
  private static final Computation HERE =
      new Computation(
          "m", "", "a".repeat(64), "b".repeat(64), "FLOAT32", "cpu", 2, "2.7.1", "c".repeat(64));

  static Stream<Arguments> files() {
    byte[] binary = new byte[500];
    new SplittableRandom(7).nextBytes(binary);
    return Stream.of(
        Arguments.of("nothing", utf8(""), 0),
        Arguments.of("a letter", utf8("a"), 0),
        Arguments.of("several windows", utf8("The quick brown fox jumps. ".repeat(10)), 0),
        Arguments.of("Japanese", utf8("職務経歴書を符号化できる"), 0),
        Arguments.of("beyond the basic plane", utf8("𠮷野家 👩‍👩‍👧 ".repeat(5)), 0),
        Arguments.of("byte order mark, CRLF, NUL", utf8("\uFEFFa\r\nb\r\n\0"), 0),
        // Texts of fewer than 16 bytes are not cut, and join lost ones before them.
        Arguments.of(
            "a character that the tokenizer loses",
            utf8("x".repeat(32) + "\t" + "y".repeat(31)),
            16),
        Arguments.of("nothing but lost characters", utf8("\t".repeat(100)), 100),
        Arguments.of(
            "a byte that is no UTF-8",
            concat(
                utf8("the text before it,"), new byte[] {(byte) 0xFF}, utf8(" and after it, too")),
            1),
        Arguments.of("a cut character", Arrays.copyOf(utf8("0123456789職"), 12), 2),
        Arguments.of("Latin-1", "Müller und Söhne".getBytes(StandardCharsets.ISO_8859_1), 15),
        Arguments.of("an encoded surrogate", new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80}, 3),
        Arguments.of("random bytes", binary, 500));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void everyFileComesBackByteForByte(String what, byte[] file, int kept) {
    for (Bos bos : Bos.values()) {
      var windows = Windows.of(TEXT, 48, 20, bos);
      var encoder = new FileEncoder(file, TEXT, windows, "f");
      byte[] coded = encoder.encode(MODEL, HERE).bytes();

      assertThat(decode(coded)).as(what + " " + bos).isEqualTo(file);
      assertThat(encoder.keptBytes()).as(what).isEqualTo(kept);
      // The stream takes the bits of its shares, rounded up to bytes.
      assertThat(CodedFile.parse(coded, "f").stream().length)
          .isLessThanOrEqualTo((int) Math.ceil(encoder.bits() / 8));
    }
  }

  @ParameterizedTest
  @EnumSource(Bos.class)
  void theModelIsAskedAsOftenAsWasSaid(Bos bos) {
    byte[] file = utf8("The quick brown fox jumps. ".repeat(10));
    var counting = new Counting();
    var encoder = new FileEncoder(file, TEXT, Windows.of(TEXT, 48, 20, bos), "f");
    CodedFile coded = encoder.encode(counting, HERE);
    assertThat(counting.calls).isEqualTo(encoder.steps());
    counting.calls = 0;
    var decoder = new FileDecoder(coded, "f", TEXT, HERE);
    decoder.decode(counting);
    assertThat(counting.calls).isEqualTo(decoder.steps());
  }

  @Test
  void noFlippedBitGoesUnnoticed() {
    byte[] coded = small();
    for (int bit = 0; bit < 8 * coded.length; bit++) {
      byte[] damaged = flipped(coded, bit);
      assertThat(catchThrowable(() -> decode(damaged)))
          .as("bit " + bit)
          .isInstanceOf(AssayException.class)
          .hasMessageStartingWith("f: ");
    }
  }

  @Test
  void noMissingAndNoAddedByteGoesUnnoticed() {
    byte[] coded = small();
    for (int length = 0; length < coded.length; length++) {
      byte[] cut = Arrays.copyOf(coded, length);
      byte[] late = Arrays.copyOfRange(coded, coded.length - length, coded.length);
      assertThat(catchThrowable(() -> decode(cut))).isInstanceOf(AssayException.class);
      assertThat(catchThrowable(() -> decode(late))).isInstanceOf(AssayException.class);
    }
    for (byte more : new byte[] {0, 10, -1}) {
      assertThat(catchThrowable(() -> decode(concat(coded, new byte[] {more}))))
          .isInstanceOf(AssayException.class);
    }
    assertThatThrownBy(() -> decode(Arrays.copyOf(coded, coded.length - 1)))
        .hasMessage(
            "f: is damaged: its bytes do not have the digest at its end; take an undamaged copy");
  }

  /** Whoever forges a file can give it the right digest: the text then has to be right, too. */
  @Test
  void aForgedFileGivesTheTextThatItsDigestNamesOrAnError() {
    byte[] coded = small();
    int texts = 0;
    for (int bit = 0; bit < 8 * (coded.length - 32); bit++) {
      texts += rightOrRefused(sealed(flipped(coded, bit))) ? 1 : 0;
    }
    // A bit of the model's name, for one, says nothing of the probabilities.
    assertThat(texts).isPositive();
  }

  @Test
  void lengthsAreNotBelieved() {
    // Every byte replaced by the beginning of a number of 2^31 and more.
    byte[] coded = small();
    for (int at = 5; at < coded.length - 32; at++) {
      byte[] forged =
          concat(
              Arrays.copyOf(coded, at),
              new byte[] {-1, -1, -1, -1, 7},
              Arrays.copyOfRange(coded, at + 1, coded.length));
      rightOrRefused(sealed(forged));
    }
  }

  @Test
  void anythingElseIsNoCodedFile() {
    assertThatThrownBy(() -> decode(utf8("Dear Sir or Madam")))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "f: is no coded file, or its beginning is damaged; name a file that was encoded");
    assertThatThrownBy(() -> decode(new byte[0])).isInstanceOf(AssayException.class);
    byte[] later = small();
    later[4] = 2;
    assertThatThrownBy(() -> decode(sealed(later)))
        .isInstanceOf(AssayException.class)
        .hasMessage(
            "f: has version 2 of the format, this Assay reads 1; take the Assay that encoded it,"
                + " or an undamaged copy");
  }

  static Stream<Arguments> others() {
    String a = "a".repeat(64);
    String b = "b".repeat(64);
    String c = "c".repeat(64);
    String d = "d".repeat(64);
    String d32 = "d".repeat(32);
    return Stream.of(
        Arguments.of(
            new Computation("n", "", d, b, "FLOAT32", "cpu", 2, "2.7.1", c),
            "another model: m ("
                + "a".repeat(32)
                + "), here it is n ("
                + d32
                + "); name the model"
                + " that it was coded with"),
        Arguments.of(
            new Computation("m", "quantize(bits=4)", d, b, "FLOAT32", "cpu", 2, "2.7.1", c),
            "another treatment: none, here it is quantize(bits=4); treat the weights as they were"),
        Arguments.of(
            new Computation("m", "", a, d, "FLOAT32", "cpu", 2, "2.7.1", c),
            "another tokenizer: " + "b".repeat(32) + ", here it is " + d32 + "; take"),
        Arguments.of(
            new Computation("m", "", a, b, "BFLOAT16", "cpu", 2, "2.7.1", c),
            "another type: FLOAT32, here it is BFLOAT16; compute in the type"),
        Arguments.of(
            new Computation("m", "", a, b, "FLOAT32", "cuda", 2, "2.7.1", c),
            "another device: cpu, here it is cuda; decode on the kind of device"),
        Arguments.of(
            new Computation("m", "", a, b, "FLOAT32", "cpu", 2, "2.8.0", c),
            "another libtorch: 2.7.1, here it is 2.8.0; take the Assay that coded it"),
        Arguments.of(
            new Computation("m", "", a, b, "FLOAT32", "cpu", 2, "2.7.1", d),
            "another programs: " + "c".repeat(32) + ", here it is " + d32));
  }

  @ParameterizedTest
  @MethodSource("others")
  void anotherComputationIsRefusedByName(Computation other, String message) {
    CodedFile coded = CodedFile.parse(small(), "f");
    assertThatThrownBy(() -> new FileDecoder(coded, "notes.assay", TEXT, other))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith("notes.assay: was coded with " + message);
  }

  @Test
  void anotherPlanIsRefused() {
    CodedFile coded = CodedFile.parse(small(), "f");
    assertThatThrownBy(() -> new FileDecoder(coded, "f", ByteTextModel.named("m", false), HERE))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith(
            "f: was coded by a plan that this model cannot follow: bos = EVERY_WINDOW");
    assertThatThrownBy(() -> new FileDecoder(coded, "f", TEXT.withContext(20), HERE))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("window = 48 is larger than the context of m, which is 20");
  }

  @Test
  void aModelThatGivesOtherBitsIsFoundOut() {
    byte[] file = utf8("The quick brown fox jumps. ".repeat(10));
    CodedFile coded =
        new FileEncoder(file, TEXT, Windows.of(TEXT, 48, 20, Bos.AUTO), "f").encode(MODEL, HERE);
    var there =
        new Computation(
            "m",
            "",
            HERE.fingerprint(),
            HERE.tokenizer(),
            "FLOAT32",
            "cpu",
            8,
            "2.7.1",
            HERE.programs());
    assertThatThrownBy(
            () -> new FileDecoder(coded, "f", TEXT, there).decode(new OrderOneModel(257, 2, 8)))
        .isInstanceOf(AssayException.class)
        .hasMessageStartingWith("f: cannot be decoded here: the decoded text has not the digest")
        .hasMessageContaining("on 2 threads there, on 8 here");
  }

  @Test
  void inALongFileItIsFoundOutOnTheWay() {
    byte[] file = utf8("The quick brown fox jumps. ".repeat(500));
    CodedFile coded =
        new FileEncoder(file, TEXT, Windows.of(TEXT, 48, 20, Bos.AUTO), "f").encode(MODEL, HERE);
    assertThat(new FileDecoder(coded, "f", TEXT, HERE).decode(MODEL)).isEqualTo(file);
    var other = new Counting(new OrderOneModel(257, 2, 8));
    assertThatThrownBy(() -> new FileDecoder(coded, "f", TEXT, HERE).decode(other))
        .isInstanceOf(AssayException.class)
        .hasMessageContaining("by token 4096 of 13500 other tokens have come out than were coded");
    assertThat(other.calls).isLessThan(coded.windows().steps(4200));
  }

  private static final byte[] SMALL =
      concat(utf8("A text with a\ttab, 職務 "), new byte[] {(byte) 0xC0}, utf8("and more text."));

  private static byte[] small() {
    return new FileEncoder(SMALL, TEXT, Windows.of(TEXT, 48, 20, Bos.AUTO), "f")
        .encode(MODEL, HERE)
        .bytes();
  }

  private static byte[] decode(byte[] coded) {
    return new FileDecoder(CodedFile.parse(coded, "f"), "f", TEXT, HERE).decode(MODEL);
  }

  /** Whether the text came back; else there was an error. */
  private static boolean rightOrRefused(byte[] forged) {
    try {
      assertThat(decode(forged)).isEqualTo(SMALL);
      return true;
    } catch (AssayException e) {
      assertThat(e).hasMessageStartingWith("f: ");
      return false;
    }
  }

  private static byte[] flipped(byte[] bytes, int bit) {
    byte[] copy = bytes.clone();
    copy[bit / 8] ^= (byte) (1 << bit % 8);
    return copy;
  }

  /** With the digest at its end made right. */
  private static byte[] sealed(byte[] bytes) {
    var sha = Sha256.digest();
    sha.update(bytes, 0, bytes.length - 32);
    return concat(Arrays.copyOf(bytes, bytes.length - 32), sha.digest());
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] concat(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  /** Counts how often it is asked. */
  private static final class Counting implements StepModel {
    private final OrderOneModel model;
    private long calls;

    Counting() {
      this(MODEL);
    }

    Counting(OrderOneModel model) {
      this.model = model;
    }

    @Override
    public void reset() {
      model.reset();
    }

    @Override
    public Frequencies next(int token) {
      calls++;
      return model.next(token);
    }

    @Override
    public int vocabularySize() {
      return model.vocabularySize();
    }
  }
}
