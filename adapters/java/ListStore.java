import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** A token store in a list, the worked example: assay run --exec "java -cp . ListStore" */
public class ListStore implements TokenStore {
  private static final SecureRandom RANDOM = new SecureRandom();
  private final List<Map<String, String>> records = new ArrayList<>();

  private static boolean has(Map<String, String> token, String field) {
    return token.get(field) != null && !token.get(field).isEmpty();
  }

  private static boolean same(
      Map<String, String> token, Map<String, String> record, String... fields) {
    for (String field : fields)
      if (!has(token, field) || !token.get(field).equals(record.get(field))) return false;
    return true;
  }

  private static boolean sharesGrant(Map<String, String> token, Map<String, String> record) {
    return same(token, record, "refresh_token") || same(token, record, "grant_token");
  }

  /** How a token picks records; null where it cannot tell one from another. */
  private static Predicate<Map<String, String>> selector(Map<String, String> token) {
    boolean client = has(token, "client_id"), secret = has(token, "client_secret");
    if (has(token, "user_name")) return record -> same(token, record, "user_name");
    if (has(token, "access_token") && !client && !secret)
      return record -> same(token, record, "access_token");
    if (client && secret && (has(token, "refresh_token") || has(token, "grant_token")))
      return record ->
          same(token, record, "client_id", "client_secret") && sharesGrant(token, record);
    return null;
  }

  /** For a token without a selector: one that shares a credential, unless of another client. */
  private static boolean related(Map<String, String> token, Map<String, String> record) {
    if (!same(token, record, "access_token") && !sharesGrant(token, record)) return false;
    return !has(token, "client_id") || !has(record, "client_id")
        || same(token, record, "client_id");
  }

  protected final Map<String, String> first(Predicate<Map<String, String>> matches) {
    return records.stream().filter(matches).findFirst().orElse(null);
  }

  private static Map<String, String> present(Map<String, String> token) {
    Map<String, String> fields = new TreeMap<>(token);
    fields.keySet().removeIf(field -> !has(token, field));
    return fields;
  }

  private Map<String, String> byId(String id) {
    return first(record -> record.get("id").equals(id));
  }

  @Override
  public Map<String, String> findTokenById(String id) {
    return byId(id);
  }

  @Override
  public Map<String, String> findToken(Map<String, String> token) {
    Predicate<Map<String, String>> matches = selector(token);
    if (matches != null) return first(matches);
    if (present(token).keySet().equals(Set.of("id"))) return byId(token.get("id"));
    return first(record -> related(token, record));
  }

  @Override
  public void saveToken(Map<String, String> token) {
    Map<String, String> record = target(token);
    Map<String, String> fields = present(token);
    if (record == null) {
      record = new TreeMap<>(Map.of("id", newId()));
      records.add(record);
    } else {
      fields.remove("id");
    }
    record.putAll(fields);
    token.put("id", record.get("id"));
  }

  /** The record that a save updates, or null for a new one. */
  private Map<String, String> target(Map<String, String> token) {
    if (present(token).isEmpty())
      throw new IllegalArgumentException("nothing to save: no field of the token is set");
    Predicate<Map<String, String>> matches = selector(token);
    Map<String, String> own = byId(token.get("id"));
    if (own != null && (matches == null || !matches.test(own)))
      throw new IllegalArgumentException("the id is that of another record; leave the id out");
    Map<String, String> record = matches == null ? null : first(matches);
    if (record == null && !has(token, "access_token") && !has(token, "refresh_token")
        && !has(token, "grant_token"))
      throw new IllegalArgumentException("a new record needs an access, refresh or grant token");
    if (matches != null) return record;
    return first(kin -> related(token, kin)
        || (!has(kin, "user_name") && same(token, kin, "client_id", "client_secret")));
  }

  private String newId() {
    String id = String.format("%010x", RANDOM.nextLong() & 0xffffffffffL);
    return byId(id) == null ? id : newId();
  }

  @Override
  public void deleteToken(String id) {
    records.removeIf(record -> record.get("id").equals(id));
  }

  @Override
  public void deleteTokens() {
    records.clear();
  }

  @Override
  public List<Map<String, String>> getTokens() {
    return records;
  }

  public static void main(String[] arguments) {
    AssayAdapter.serve("list", Map.of("storage", "memory"), storage -> new ListStore());
  }
}
