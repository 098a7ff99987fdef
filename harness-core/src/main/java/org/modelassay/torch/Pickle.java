package org.modelassay.torch;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * Writes the {@code data.pkl} of a program: one object of a class of ours with its attributes, in
 * the pickle opcodes (protocol 2) that TorchScript reads.
 */
final class Pickle {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private Pickle() {}

  /** An object of class {@code __torch__.MODULE.NAME}. */
  static byte[] object(String qualifiedClass, Map<String, Object> attributes) {
    var pickle = new Pickle();
    int dot = qualifiedClass.lastIndexOf('.');
    pickle.op(0x80).op(2);
    pickle.global(
        "__torch__." + qualifiedClass.substring(0, dot), qualifiedClass.substring(dot + 1));
    pickle.op(')').op(0x81); // empty tuple, NEWOBJ
    pickle.op('}').op('(');
    attributes.forEach(
        (name, value) -> {
          pickle.string(name);
          pickle.value(value);
        });
    pickle.op('u').op('b').op('.'); // SETITEMS, BUILD, STOP
    return pickle.out.toByteArray();
  }

  /** An empty tuple, for {@code constants.pkl}. */
  static byte[] emptyTuple() {
    return new byte[] {(byte) 0x80, 2, ')', '.'};
  }

  private void value(Object value) {
    if (value instanceof Boolean b) {
      op(b ? 0x88 : 0x89);
    } else if (value instanceof Integer i) {
      op('J').bytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(i).array());
    } else if (value instanceof Double d) {
      op('G').bytes(ByteBuffer.allocate(8).putDouble(d).array());
    } else if (value instanceof String s) {
      string(s);
    } else if (value instanceof List<?> list) {
      // Integers only: TorchScript wants the element type named.
      global("torch.jit._pickle", "build_intlist");
      op(']').op('(');
      list.forEach(this::value);
      op('e').op(0x85).op('R'); // APPENDS, TUPLE1, REDUCE
    } else if (value instanceof Typed typed) {
      global("torch.jit._pickle", "restore_type_tag");
      op('(');
      if (typed.value() instanceof Map<?, ?> map) {
        op('}').op('(');
        map.forEach(
            (k, v) -> {
              string((String) k);
              value(v);
            });
        op('u');
      } else {
        op(']').op('(');
        ((List<?>) typed.value()).forEach(this::value);
        op('e');
      }
      string(typed.type());
      op('t').op('R'); // TUPLE, REDUCE
    } else {
      throw new IllegalArgumentException("no attribute can be a " + value.getClass().getName());
    }
  }

  private void string(String s) {
    byte[] utf8 = s.getBytes(StandardCharsets.UTF_8);
    op('X')
        .bytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(utf8.length).array());
    bytes(utf8);
  }

  private void global(String module, String name) {
    op('c').bytes((module + "\n" + name + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private Pickle op(int code) {
    out.write(code);
    return this;
  }

  private void bytes(byte[] bytes) {
    out.writeBytes(bytes);
  }

  /**
   * A list or dictionary with its TorchScript type, which an empty one cannot tell.
   *
   * @param type such as {@code Dict[str, float]}
   * @param value a {@code Map<String, ?>} or a List
   */
  record Typed(String type, Object value) {}
}
