package org.modelassay.model.hub;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.modelassay.AssayException;

/**
 * A model of the hub as a spec names it: {@code hf:org/name}, {@code hf:org/name@revision}, {@code
 * hf:org/name@revision/file.gguf}.
 *
 * @param repository {@code org/name}, or {@code name} for the oldest models
 * @param revision a branch, a tag or a commit of 40 hex digits
 * @param file the one file that is meant, a {@code .gguf}, with slashes; empty for the whole model
 */
public record HubReference(String repository, String revision, String file) {
  /** What every reference begins with. */
  public static final String SCHEME = "hf:";

  private static final String MAIN = "main";
  private static final String EXPECTED =
      "; expected hf:org/name, hf:org/name@revision or hf:org/name@revision/file.gguf";

  // The hub's own rules for names.
  private static final Pattern REPOSITORY =
      Pattern.compile("(?:NAME/)?NAME".replace("NAME", "\\w(?:[\\w.-]{0,94}\\w)?"));
  // What git allows; it is a path below refs/ too.
  private static final Pattern REVISION =
      Pattern.compile(
          "(?!.*(?:\\.\\.|@\\{|//|/\\.|/$|\\.$))[^./\\s\\p{Cntrl}~^:?*\\[\\\\][^\\s\\p{Cntrl}~^:?*\\[\\\\]*");

  /** Revisions with slashes that need no escape: pull requests and the hub's own conversions. */
  private static final Pattern SPECIAL = Pattern.compile("(refs/(?:convert|pr)/[^/]+)/(.+)");

  private static final Pattern COMMIT = Pattern.compile("[0-9a-f]{40}");

  /** Checks every part, so that each is safe in a path and in a URL. */
  public HubReference {
    if (!REPOSITORY.matcher(repository).matches()
        || repository.contains("--")
        || repository.contains("..")
        || repository.endsWith(".git")) {
      throw new AssayException(
          SCHEME + repository + ": '" + repository + "' is no name of the hub" + EXPECTED);
    }
    if (!REVISION.matcher(revision).matches()) {
      throw new AssayException(
          SCHEME
              + repository
              + "@"
              + revision
              + ": '"
              + revision
              + "' is no branch, tag or commit"
              + EXPECTED);
    }
    if (!file.isEmpty() && !(file.endsWith(".gguf") && isPlainPath(file))) {
      throw new AssayException(
          SCHEME
              + repository
              + ": '"
              + file
              + "' is no GGUF file; of a repository's files only one that ends in .gguf can be named"
              + EXPECTED);
    }
  }

  /**
   * Reads a reference. The revision is {@code main} when none is named; a slash in a branch's name
   * is written {@code %2F} when a file follows.
   *
   * @throws AssayException when it is none
   */
  public static HubReference parse(String reference) {
    if (!reference.startsWith(SCHEME)) {
      throw new AssayException("'" + reference + "' is no model of the hub" + EXPECTED);
    }
    String rest = reference.substring(SCHEME.length());
    int at = rest.indexOf('@');
    if (at < 0) {
      String[] parts = rest.split("/", 3);
      String repository = parts.length == 1 ? parts[0] : parts[0] + "/" + parts[1];
      return new HubReference(repository, MAIN, parts.length == 3 ? parts[2] : "");
    }
    String repository = rest.substring(0, at);
    String revision = rest.substring(at + 1);
    String file = "";
    int slash = revision.indexOf('/');
    if (slash >= 0 && revision.endsWith(".gguf")) {
      Matcher special = SPECIAL.matcher(revision);
      if (special.matches()) {
        slash = special.end(1);
      }
      file = revision.substring(slash + 1);
      revision = revision.substring(0, slash);
    }
    return new HubReference(repository, revision.replace("%2F", "/"), file);
  }

  /** Whether the revision is a commit, which never moves. */
  boolean isCommit() {
    return isCommit(revision);
  }

  static boolean isCommit(String text) {
    return COMMIT.matcher(text).matches();
  }

  /** Whether a path with slashes stays below the folder that it is resolved against. */
  static boolean isPlainPath(String path) {
    for (String name : path.split("/", -1)) {
      if (name.isEmpty() || name.equals(".") || name.equals("..")) {
        return false;
      }
    }
    return path.chars().noneMatch(c -> c == '\\' || Character.isISOControl(c));
  }

  @Override
  public String toString() {
    String model = SCHEME + repository + "@";
    return file.isEmpty() ? model + revision : model + revision.replace("/", "%2F") + "/" + file;
  }
}
