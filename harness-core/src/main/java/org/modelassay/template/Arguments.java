package org.modelassay.template;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What a call passes.
 *
 * @param positional by position
 * @param keywords by name, in order
 */
record Arguments(List<Object> positional, Map<String, Object> keywords) {
  static Arguments of(Object... positional) {
    return new Arguments(List.of(positional), Map.of());
  }

  /** The arguments of a filter or test: its operand is the first. */
  Arguments after(Object first) {
    var all = new ArrayList<Object>(positional.size() + 1);
    all.add(first);
    all.addAll(positional);
    return new Arguments(all, keywords);
  }
}
