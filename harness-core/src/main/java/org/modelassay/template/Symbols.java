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

  /** For a branch: the block whose names it shares. */
  private final @Nullable Symbols base;

  private final Map<String, Source> owned = new LinkedHashMap<>();
  private final Set<String> stored = new HashSet<>();

  /** The names of a block inside of another, or of one that stands alone. */
  Symbols(@Nullable Symbols parent) {
    this(parent, null);
  }

  private Symbols(@Nullable Symbols parent, @Nullable Symbols base) {
    this.parent = parent;
    this.base = base;
  }

  List<Load> loads() {
    return owned.entrySet().stream().map(e -> new Load(e.getKey(), e.getValue())).toList();
  }

  private boolean owns(String name) {
    return owned.containsKey(name) || (base != null && base.owns(name));
  }

  private boolean stores(String name) {
    return stored.contains(name) || (base != null && base.stores(name));
  }

  private boolean outerKnows(String name) {
    for (Symbols each = parent; each != null; each = each.parent) {
      if (each.owns(name)) {
        return true;
      }
    }
    return false;
  }

  void load(String name) {
    if (!owns(name) && !outerKnows(name)) {
      owned.put(name, Source.VARIABLES);
    }
  }

  void store(String name) {
    stored.add(name);
    if (!owns(name)) {
      owned.put(name, outerKnows(name) ? Source.OUTER : Source.NOWHERE);
    }
  }

  void parameter(String name) {
    stored.add(name);
    owned.put(name, Source.PARAMETER);
  }

  /** One branch of an {@code if}, which shares the block's names. */
  Symbols branch() {
    return new Symbols(parent, this);
  }

  /** Takes over what branches added; what only some of them store may keep its outer value. */
  void join(List<Symbols> branches) {
    var added = new HashSet<String>();
    for (Symbols each : branches) {
      owned.putAll(each.owned);
      each.stored.stream().filter(name -> !stores(name)).forEach(added::add);
    }
    for (String name : added) {
      stored.add(name);
      owned.put(name, outerKnows(name) ? Source.OUTER : Source.VARIABLES);
    }
  }
}
