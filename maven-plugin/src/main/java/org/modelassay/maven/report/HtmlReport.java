package org.modelassay.maven.report;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import freemarker.cache.ClassTemplateLoader;
import freemarker.core.OutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.SimpleObjectWrapper;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import freemarker.template.Version;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Base64;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.modelassay.AssayException;
import org.modelassay.Sha256;
import org.modelassay.record.RunRecord;

/**
 * Writes the report of a run: {@code index.html}, one page that needs no network and no script, and
 * {@code summary.md} for a comment on a change. Equal records give equal bytes.
 */
public final class HtmlReport {
  /** The page is never larger than this, in bytes; longer lists are cut and say so. */
  public static final int LARGEST_PAGE = 10_000_000;

  private static final Version VERSION = Configuration.VERSION_2_3_34;
  private static final JsonMapper DATA = new JsonMapper();

  private HtmlReport() {}

  /**
   * Writes both files, each in one step, and creates the directory where it is missing.
   *
   * @param record the run
   * @param directory where the files go
   * @throws AssayException if the directory cannot be written
   */
  public static void write(RunRecord record, Path directory) {
    String page = page(record, LARGEST_PAGE);
    String summary = summary(record);
    try {
      Files.createDirectories(directory);
      replace(directory.resolve("index.html"), page);
      replace(directory.resolve("summary.md"), summary);
    } catch (IOException e) {
      throw new AssayException(
          "The report cannot be written to "
              + directory
              + ": "
              + e
              + ". Is it a writable directory?",
          e);
    }
  }

  /** The page, of at most so many bytes in UTF-8. */
  static String page(RunRecord record, int largest) {
    String style = resource("report.css");
    String script = resource("report.js");
    for (Size size = Size.FULL; ; size = size.half()) {
      Map<String, Object> data = data(Page.of(record, size));
      data.put("style", style);
      data.put("styleHash", hash(style));
      data.put("script", script);
      data.put("scriptHash", hash(script));
      String page = render("page.ftlh", Escaping.HTML, data);
      if (page.getBytes(StandardCharsets.UTF_8).length <= largest || size.rows() == 0) {
        return page;
      }
    }
  }

  /** The summary: at most ten reasons, so it fits a comment. */
  static String summary(RunRecord record) {
    Size size = new Size(20, 20, 0, 300);
    return render("summary.ftl", Escaping.MARKDOWN, data(Page.of(record, size)));
  }

  /** Maps, lists, strings, numbers and booleans: a template can reach nothing else. */
  private static Map<String, Object> data(Page page) {
    return DATA.convertValue(page, new TypeReference<>() {});
  }

  private static String render(String template, OutputFormat format, Map<String, Object> data) {
    Configuration configuration = new Configuration(VERSION);
    configuration.setTemplateLoader(new ClassTemplateLoader(HtmlReport.class, ""));
    configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
    configuration.setLocale(Locale.ROOT);
    configuration.setTimeZone(TimeZone.getTimeZone("UTC"));
    configuration.setNumberFormat("computer");
    configuration.setBooleanFormat("c");
    configuration.setRecognizeStandardFileExtensions(false);
    configuration.setOutputFormat(format);
    configuration.setObjectWrapper(new SimpleObjectWrapper(VERSION));
    configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
    configuration.setAPIBuiltinEnabled(false);
    configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
    configuration.setLogTemplateExceptions(false);
    configuration.setWrapUncheckedExceptions(true);
    StringWriter out = new StringWriter();
    try {
      configuration.getTemplate(template).process(data, out);
    } catch (IOException | TemplateException e) {
      throw new IllegalStateException("The report's template " + template + " is wrong", e);
    }
    return out.toString();
  }

  private static void replace(Path file, String text) throws IOException {
    Path unfinished = file.resolveSibling(file.getFileName() + ".tmp");
    Files.writeString(unfinished, text);
    Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
  }

  private static String resource(String name) {
    try (InputStream in = HtmlReport.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("The plugin's jar lacks " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a content security policy calls an inline block by. */
  private static String hash(String block) {
    byte[] digest = Sha256.digest().digest(block.getBytes(StandardCharsets.UTF_8));
    return "sha256-" + Base64.getEncoder().encodeToString(digest);
  }
}
