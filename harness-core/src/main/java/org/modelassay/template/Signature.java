package org.modelassay.template;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a built-in function, written as in Python: {@code "s, old, new, count=None"}.
 * Defaults are None, True, False, numbers and quoted strings; {@code /} at the end says that none
 * may be given by name; {@code *} collects further positional arguments into a tuple, last.
 */
final class Signature {
  private final List<String> names = new ArrayList<>();
  private final List<@Nullable Object> defaults = new ArrayList<>();
  private boolean positionalOnly;
  private boolean collects;

  private Signature() {}

  static Signature of(String text) {
    var signature = new Signature();
    for (String part : text.isEmpty() ? new String[0] : text.split(", (?=[a-z/*])")) {
      int equals = part.indexOf('=');
      if (part.equals("/")) {
        signature.positionalOnly = true;
      } else if (part.equals("*")) {
        signature.collects = true;
      } else if (equals < 0) {
        signature.names.add(part);
        signature.defaults.add(null);
      } else {
        signature.names.add(part.substring(0, equals));
        signature.defaults.add(literal(part.substring(equals + 1)));
      }
    }
    return signature;
  }

  private static Object literal(String text) {
    return switch (text) {
      case "None" -> None.NONE;
      case "True" -> true;
      case "False" -> false;
      default ->
          text.startsWith("'")
              ? text.substring(1, text.length() - 1)
              : text.indexOf('.') < 0 ? new BigInteger(text) : (Object) Double.valueOf(text);
    };
  }

  /** The value of every parameter, as Python would bind them. */
  Object[] bind(String function, Arguments arguments) {
    List<Object> given = arguments.positional();
    int count = names.size();
    if (given.size() > count && !collects) {
      throw Raised.type(
          function + "() takes at most " + count + " arguments (" + given.size() + " given)");
    }
    var values = new Object[collects ? count + 1 : count];
    for (int i = 0; i < Math.min(count, given.size()); i++) {
      values[i] = given.get(i);
    }
    for (var keyword : arguments.keywords().entrySet()) {
      int index = names.indexOf(keyword.getKey());
      if (positionalOnly || index < 0) {
        throw Raised.type(
            function + "() got an unexpected keyword argument " + Strings.repr(keyword.getKey()));
      }
      if (values[index] != null) {
        throw Raised.type(
            function + "() got multiple values for argument " + Strings.repr(keyword.getKey()));
      }
      values[index] = keyword.getValue();
    }
    for (int i = 0; i < count; i++) {
      if (values[i] == null) {
        Object byDefault = defaults.get(i);
        if (byDefault == null) {
          throw Raised.type(
              function + "() missing required argument: " + Strings.repr(names.get(i)));
        }
        values[i] = byDefault;
      }
    }
    if (collects) {
      values[count] =
          new Sequence.TupleValue(
              List.copyOf(given.subList(Math.min(count, given.size()), given.size())));
    }
    return values;
  }
}
