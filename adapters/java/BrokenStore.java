import java.util.Map;

/** ListStore with a fault: an empty id finds the first record. [TS-BYID-03] */
public class BrokenStore extends ListStore {
  @Override
  public Map<String, String> findTokenById(String id) {
    System.out.println("a stray print, which goes to the log");
    return first(record -> record.get("id").equals(id) || id.isEmpty());
  }

  public static void main(String[] arguments) {
    AssayAdapter.serve("broken", Map.of("storage", "memory"), storage -> new BrokenStore());
  }
}
