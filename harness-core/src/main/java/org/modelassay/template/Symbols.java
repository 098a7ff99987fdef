package org.modelassay.template;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The names that one block owns, as the reference's compiler decides it from the text alone: a name
 * that is assigned anywhere in a block belongs to the block, and starts with the outer value.
 */
final class Symbols {
  /** Where a name's first value comes from. */
  enum Source {
    PARAMETER,
    VARIABLES,
    OUTER,
    NOWHERE
  }

  /**
   * A name that a block owns.
   *
   * @param name the name
   * @param from where its first value comes from
   */
  record Load(String name, Source from) {}

  private final @Nullable Symbols parent;
  private final Map<String, Source> owned = new LinkedHashMap<>();
  private final Set<String> stored = new HashSet<>();

  Symbols(@Nullable Symbols parent) {
    this.parent = parent;
  }

  List<Load> loads() {
    return owned.entrySet().stream().map(e -> new Load(e.getKey(), e.getValue())).toList();
  }

  private boolean knows(String name) {
    return owned.containsKey(name) || outerKnows(name);
  }

  private boolean outerKnows(String name) {
    for (Symbols each = parent; each != null; each = each.parent) {
      if (each.owned.containsKey(name)) {
        return true;
      }
    }
    return false;
  }

  void load(String name) {
    if (!knows(name)) {
      owned.put(name, Source.VARIABLES);
    }
  }

  void store(String name) {
    stored.add(name);
    if (!owned.containsKey(name)) {
      owned.put(name, outerKnows(name) ? Source.OUTER : Source.NOWHERE);
    }
  }

  void parameter(String name) {
    stored.add(name);
    owned.put(name, Source.PARAMETER);
  }

  /** One branch of an {@code if}, which shares the block's names. */
  Symbols branch() {
    var branch = new Symbols(parent);
    branch.owned.putAll(owned);
    branch.stored.addAll(stored);
    return branch;
  }

  /** Takes over what branches added; what only some of them store may keep its outer value. */
  void join(List<Symbols> branches) {
    var added = new HashSet<String>();
    for (Symbols each : branches) {
      added.addAll(each.stored);
    }
    added.removeAll(stored);
    for (Symbols each : branches) {
      owned.putAll(each.owned);
      stored.addAll(each.stored);
    }
    for (String name : added) {
      owned.put(name, outerKnows(name) ? Source.OUTER : Source.VARIABLES);
    }
  }
}
