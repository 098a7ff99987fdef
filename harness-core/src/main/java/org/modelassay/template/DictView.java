package org.modelassay.template;

import java.util.ArrayList;
import java.util.List;

/**
 * What {@code keys}, {@code values} and {@code items} return.
 *
 * @param dict the dict seen
 * @param kind what of it
 */
record DictView(DictValue dict, Kind kind) {
  enum Kind {
    KEYS,
    VALUES,
    ITEMS
  }

  String typeName() {
    return switch (kind) {
      case KEYS -> "dict_keys";
      case VALUES -> "dict_values";
      case ITEMS -> "dict_items";
    };
  }

  Object part(DictValue.Entry entry) {
    return switch (kind) {
      case KEYS -> entry.key();
      case VALUES -> entry.value();
      case ITEMS -> entry.pair();
    };
  }

  List<Object> toList() {
    var list = new ArrayList<Object>(dict.size());
    dict.entries().forEach(each -> list.add(part(each)));
    return list;
  }
}
