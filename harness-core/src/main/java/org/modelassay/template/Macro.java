package org.modelassay.template;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.modelassay.template.Sequence.TupleValue;

/**
 * A macro, or the body of a {@code call} block, with the scope it was defined in.
 *
 * @param name its name, or null for a body
 * @param parameters its parameters in order
 * @param definition its body and what it uses
 * @param home the scope of its definition
 */
record Macro(
    @Nullable String name, List<Parameter> parameters, Statements.MacroBody definition, Scope home)
    implements Function {
  /**
   * A parameter.
   *
   * @param name its name
   * @param value its default, or null
   */
  record Parameter(String name, @Nullable Expression value) {}

  @Override
  public Object call(Rendering rendering, Arguments arguments) {
    var keywords = new LinkedHashMap<>(arguments.keywords());
    List<Object> given = arguments.positional();
    Scope scope = home.inner(definition.loads());
    boolean callerBound = false;
    for (int i = 0; i < parameters.size(); i++) {
      Parameter each = parameters.get(i);
      callerBound |= each.name.equals("caller");
      Object value = i < given.size() ? given.get(i) : keywords.remove(each.name);
      if (value != null) {
        scope.set(each.name, value);
      }
    }
    if (definition.usesCaller() && !callerBound) {
      Object caller = keywords.remove("caller");
      scope.set(
          "caller",
          caller == null || caller == None.NONE
              ? Undefined.explained("No caller defined", rendering.strict())
              : caller);
    }
    if (definition.usesKeywords()) {
      var rest = new DictValue();
      keywords.forEach(rest::put);
      scope.set("kwargs", rest);
    } else if (!keywords.isEmpty()) {
      String first = keywords.keySet().iterator().next();
      throw Raised.type(
          keywords.containsKey("caller")
              ? shownName()
                  + " was invoked with two values for the special caller argument. This is most"
                  + " likely a bug."
              : shownName() + " takes no keyword argument " + Strings.repr(first));
    }
    List<Object> rest = given.subList(Math.min(parameters.size(), given.size()), given.size());
    if (definition.usesPositional()) {
      scope.set("varargs", new TupleValue(new ArrayList<>(rest)));
    } else if (!rest.isEmpty()) {
      throw Raised.type(shownName() + " takes not more than " + parameters.size() + " argument(s)");
    }
    // A default is evaluated at the call, and may use the parameters before it.
    for (Parameter each : parameters) {
      if (!scope.has(each.name)) {
        scope.set(
            each.name,
            each.value == null
                ? Undefined.explained(
                    "parameter " + Strings.repr(each.name) + " was not provided",
                    rendering.strict())
                : each.value.in(scope));
      }
    }
    return rendering.capture(() -> definition.body().execute(scope));
  }

  private String shownName() {
    return "macro " + (name == null ? "None" : Strings.repr(name));
  }

  @Override
  public @Nullable Object attribute(String attribute, Rendering rendering) {
    return switch (attribute) {
      case "name" -> name == null ? None.NONE : name;
      case "arguments" ->
          new TupleValue(List.copyOf(parameters.stream().map(Parameter::name).toList()));
      case "catch_kwargs" -> definition.usesKeywords();
      case "catch_varargs" -> definition.usesPositional();
      case "caller" -> definition.usesCaller();
      default -> null;
    };
  }

  @Override
  public String describe() {
    return "<Macro " + (name == null ? "anonymous" : Strings.repr(name)) + ">";
  }

  @Override
  public String typeName() {
    return "Macro";
  }
}
