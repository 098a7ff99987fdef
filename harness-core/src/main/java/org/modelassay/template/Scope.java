package org.modelassay.template;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The names of one block while it runs. Which names a block owns was settled by {@link Symbols}:
 * reads of others go to the enclosing block, writes never do.
 */
final class Scope {
  /** A name that a block owns before anything was assigned to it. */
  private static final Object MISSING = new Object();

  private final Rendering rendering;
  private final @Nullable Scope parent;
  private final Map<String, Object> values = new HashMap<>();
  private final boolean top;

  private Scope(Rendering rendering, @Nullable Scope parent, boolean top) {
    this.rendering = rendering;
    this.parent = parent;
    this.top = top;
  }

  static Scope top(Rendering rendering, List<Symbols.Load> loads) {
    var scope = new Scope(rendering, null, true);
    scope.load(loads);
    return scope;
  }

  /**
   * A named block: it sees variables and what the top level set, and none of the names around it
   * unless it is given them.
   */
  static Scope isolated(Rendering rendering, @Nullable Scope given, List<Symbols.Load> loads) {
    var scope = new Scope(rendering, null, false);
    scope.load(loads);
    if (given != null) {
      Map<String, Object> visible = given.visible();
      scope.rendering.charge(visible.size());
      for (Symbols.Load each : loads) {
        Object value = each.from() == Symbols.Source.VARIABLES ? visible.get(each.name()) : null;
        if (value != null) {
          scope.values.put(each.name(), value);
        }
      }
    }
    return scope;
  }

  Scope inner(List<Symbols.Load> loads) {
    rendering.charge(16 + loads.size());
    var scope = new Scope(rendering, this, false);
    scope.load(loads);
    return scope;
  }

  private void load(List<Symbols.Load> loads) {
    for (Symbols.Load each : loads) {
      Object value =
          switch (each.from()) {
            case VARIABLES -> rendering.resolve(each.name());
            case OUTER -> parent == null ? null : parent.find(each.name());
            case NOWHERE, PARAMETER -> null;
          };
      values.put(each.name(), value == null ? MISSING : value);
    }
  }

  Rendering rendering() {
    return rendering;
  }

  private @Nullable Object find(String name) {
    for (Scope each = this; each != null; each = each.parent) {
      Object value = each.values.get(name);
      if (value != null) {
        return value == MISSING ? null : value;
      }
    }
    return null;
  }

  Object get(String name) {
    Object value = find(name);
    return value == null ? Undefined.variable(name, rendering.strict()) : value;
  }

  boolean has(String name) {
    return find(name) != null;
  }

  void set(String name, Object value) {
    values.put(name, value);
    if (top) {
      rendering.export(name, value);
    }
  }

  private Map<String, Object> visible() {
    Map<String, Object> all = parent == null ? new HashMap<>() : parent.visible();
    values.forEach(
        (name, value) -> {
          if (value != MISSING) {
            all.put(name, value);
          }
        });
    return all;
  }
}
