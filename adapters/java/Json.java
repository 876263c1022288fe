import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** JSON in Java's own types: null, Boolean, Long, Double, String, List and Map. */
final class Json {
  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /** Throws IllegalArgumentException where the text is no JSON. */
  static Object read(String text) {
    Json json = new Json(text);
    Object value = json.value();
    json.skip();
    if (json.at < text.length()) throw json.wrong("the end");
    return value;
  }

  static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> map) {
      char separator = '{';
      for (Map.Entry<?, ?> entry : map.entrySet()) {
        out.append(separator);
        quote(entry.getKey().toString(), out);
        write(entry.getValue(), out.append(':'));
        separator = ',';
      }
      out.append(map.isEmpty() ? "{}" : "}");
    } else if (value instanceof Iterable<?> list) {
      char separator = '[';
      for (Object each : list) {
        write(each, out.append(separator));
        separator = ',';
      }
      out.append(separator == '[' ? "[]" : "]");
    } else if (value instanceof String string) {
      quote(string, out);
    } else {
      out.append(value); // null, true, false, a number
    }
  }

  private static void quote(String string, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < string.length(); ++i) {
      char c = string.charAt(i);
      if (c == '"' || c == '\\') out.append('\\').append(c);
      else if (c >= ' ' && c <= '~') out.append(c);
      else out.append("\\u").append(Integer.toHexString(c | 0x10000).substring(1));
    }
    out.append('"');
  }

  private Object value() {
    skip();
    char c = at < text.length() ? text.charAt(at) : ' ';
    if (c == '{') return object();
    if (c == '[') return list();
    if (c == '"') return string();
    int begin = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) ++at;
    String word = text.substring(begin, at);
    switch (word) {
      case "null": return null;
      case "true": return true;
      case "false": return false;
      default:
    }
    if (word.matches("-?\\d{1,18}")) return Long.valueOf(word);
    if (word.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) return Double.valueOf(word);
    throw wrong("a value");
  }

  private Map<String, Object> object() {
    Map<String, Object> map = new LinkedHashMap<>();
    for (expect('{'); !next('}');) {
      if (!map.isEmpty()) expect(',');
      skip();
      String key = string();
      expect(':');
      map.put(key, value());
    }
    return map;
  }

  private List<Object> list() {
    List<Object> list = new ArrayList<>();
    for (expect('['); !next(']');) {
      if (!list.isEmpty()) expect(',');
      list.add(value());
    }
    return list;
  }

  private String string() {
    StringBuilder out = new StringBuilder();
    expect('"');
    while (at < text.length() && text.charAt(at) != '"') {
      char c = text.charAt(at++);
      out.append(c == '\\' ? escaped() : c);
    }
    expect('"');
    return out.toString();
  }

  private char escaped() {
    if (at >= text.length()) throw wrong("an escape");
    char c = text.charAt(at++);
    int plain = "\"\\/bfnrt".indexOf(c);
    if (plain >= 0) return "\"\\/\b\f\n\r\t".charAt(plain);
    if (c != 'u' || at + 4 > text.length()) throw wrong("an escape");
    at += 4;
    return (char) Integer.parseInt(text.substring(at - 4, at), 16);
  }

  private void skip() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) ++at;
  }

  private boolean next(char c) {
    skip();
    if (at >= text.length() || text.charAt(at) != c) return false;
    ++at;
    return true;
  }

  private void expect(char c) {
    if (!next(c)) throw wrong("'" + c + "'");
  }

  private IllegalArgumentException wrong(String wanted) {
    return new IllegalArgumentException("no JSON: " + wanted + " was expected at character " + at);
  }
}
