import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;

/** Puts a store to the test: AssayAdapter.serve("mine", Map.of(), storage -> new MyStore()). */
@SuppressWarnings("unchecked")
public final class AssayAdapter {
  private static final Set<String> METHODS = Set.of("open", "close", "drop", "save_token",
      "find_token", "find_token_by_id", "delete_token", "delete_tokens", "get_tokens");
  private static final class Misuse extends Exception {}
  private static final PrintStream ANSWERS = System.out;
  private static TokenStore store;
  private static boolean announce;
  private static void say(String key, Object value, String id) {
    ANSWERS.print("{\"jsonrpc\":\"2.0\"," + id + "\"" + key + "\":" + Json.write(value) + "}\n");
    ANSWERS.flush();
  }
  private static Object perform(String method, Map<String, Object> params, TokenStore.Opener opener)
      throws Exception {
    if (!METHODS.contains(method)) throw new UnsupportedOperationException(method);
    if ((store == null) != (method.equals("open") || method.equals("drop"))) throw new Misuse();
    if (announce) say("method", "calling", "");
    var token = (Map<String, String>) params.get("token");
    String id = (String) params.get("id"), storage = (String) params.get("storage");
    switch (method) {
      case "open" -> store = opener.open(storage);
      case "close" -> { if (store instanceof AutoCloseable open) open.close(); store = null; }
      case "drop" -> opener.drop(storage);
      case "save_token" -> store.saveToken(token);
      case "find_token" -> token = store.findToken(token);
      case "find_token_by_id" -> token = store.findTokenById(id);
      case "delete_token" -> store.deleteToken(id);
      case "delete_tokens" -> store.deleteTokens();
      default -> { return Map.of("tokens", store.getTokens()); }
    }
    return "sf".indexOf(method.charAt(0)) < 0 ? Map.of() : Collections.singletonMap("token", token);
  }
  /** Answers until the input ends. What the store prints to System.out goes to the log. */
  public static void serve(String name, Map<String, ?> capabilities, TokenStore.Opener opener) {
    var about = Map.of("name", name, "language", "Java", "capabilities", capabilities);
    var requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    System.setOut(System.err);
    for (String line : (Iterable<String>) requests.lines()::iterator) {
      var request = (Map<String, Object>) Json.read(line);
      var params = (Map<String, Object>) request.get("params");
      String method = (String) request.get("method"), id = "\"id\":" + request.get("id") + ",";
      try {
        announce |= params.get("announce") == Boolean.TRUE;
        boolean hello = method.equals("initialize"), bye = method.equals("shutdown");
        say("result", hello ? about : bye ? Map.of() : perform(method, params, opener), id);
        if (bye) return;
      } catch (Exception e) {
        boolean lost = e instanceof TokenStore.UnknownOutcome || e instanceof IOException;
        boolean lacks = e instanceof UnsupportedOperationException;
        int code = e instanceof Misuse ? -32600 : lacks ? -32601 : lost ? -32001 : -32000;
        say("error", Map.of("code", code, "message", e.toString()), id);
      }
    }
  }
}
