package org.modelassay.gate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.modelassay.AssayException;
import org.modelassay.AtomicFile;
import org.modelassay.JsonDamage;
import org.modelassay.gate.AcceptedFigures.Accepted;
import org.modelassay.gate.AcceptedFigures.Leaf;
import org.modelassay.gate.AcceptedFigures.Place;

/** {@code accepted.json}: laid out so that a difference in version control shows single figures. */
final class AcceptedFile {
  private static final String REMEDY =
      "Restore it from version control, or delete it and run mvn assay:accept";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private AcceptedFile() {}

  /** The file. */
  record Root(int schema, List<Check> checks) {
    Root {
      Objects.requireNonNull(checks, "checks are missing");
    }
  }

  /** A leaf, its place among its other fields. */
  record Check(
      String spec,
      String check,
      String candidate,
      String dtype,
      String dataDigest,
      String toolVersion,
      @Nullable String answers,
      List<Accepted> figures) {
    Leaf leaf() {
      return new Leaf(
          new Place(spec, check, candidate, dtype), dataDigest, toolVersion, answers, figures);
    }
  }

  static AcceptedFigures read(Path file) {
    try {
      String text = Files.readString(file);
      int schema = JSON.readTree(text).path("schema").asInt();
      if (schema != AcceptedFigures.SCHEMA) {
        throw new AssayException(
            "%s: has schema version %s, but this version of Assay reads %s. %s."
                .formatted(file, schema == 0 ? "none" : schema, AcceptedFigures.SCHEMA, REMEDY));
      }
      Root root = JSON.readValue(text, Root.class);
      return new AcceptedFigures(root.checks().stream().map(Check::leaf).toList());
    } catch (NoSuchFileException e) {
      return AcceptedFigures.none();
    } catch (JsonProcessingException e) {
      throw new AssayException(JsonDamage.describe(file, e) + ". " + REMEDY + ".", e);
    } catch (IOException e) {
      throw new AssayException(
          file + ": cannot be read: " + AtomicFile.reason(e) + ". " + REMEDY + ".", e);
    } catch (IllegalArgumentException | NullPointerException e) {
      throw new AssayException(file + ": is damaged: " + e.getMessage() + ". " + REMEDY + ".", e);
    }
  }

  static void write(AcceptedFigures figures, Path file) {
    AtomicFile.write(
        file,
        out -> {
          String checks =
              lines(figures.leaves().stream().map(AcceptedFile::text).toList(), "    ", "  ");
          out.write(
              """
              {
                "schema": %s,
                "checks": [%s]
              }
              """
                  .formatted(AcceptedFigures.SCHEMA, checks)
                  .getBytes(StandardCharsets.UTF_8));
        });
  }

  private static String text(Leaf leaf) {
    Place place = leaf.place();
    List<String> fields = new ArrayList<>();
    fields.add(field("spec", json(place.spec())));
    fields.add(field("check", json(place.check())));
    fields.add(field("candidate", json(place.candidate())));
    fields.add(field("dtype", json(place.dtype())));
    fields.add(field("dataDigest", json(leaf.dataDigest())));
    fields.add(field("toolVersion", json(leaf.toolVersion())));
    if (leaf.answers() != null) {
      fields.add(field("answers", json(leaf.answers())));
    }
    List<String> figures = leaf.figures().stream().map(AcceptedFile::json).toList();
    fields.add(field("figures", "[" + lines(figures, "        ", "      ") + "]"));
    return "{" + lines(fields, "      ", "    ") + "}";
  }

  private static String field(String name, String json) {
    return "\"" + name + "\": " + json;
  }

  /** Elements of an array or fields of an object, a line each; nothing for none. */
  private static String lines(List<String> elements, String indent, String closing) {
    return elements.isEmpty()
        ? ""
        : elements.stream()
            .map(element -> indent + element)
            .collect(Collectors.joining(",\n", "\n", "\n" + closing));
  }

  private static String json(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a string or a figure is always JSON", e);
    }
  }
}
