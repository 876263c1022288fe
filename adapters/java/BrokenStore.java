import java.util.Map;

/** ListStore with a fault: Ann and ann are one user to it. [TS-USER-04] */
public class BrokenStore extends ListStore {
  @Override
  protected boolean equal(String a, String b) {
    return a.equalsIgnoreCase(b);
  }

  public static void main(String[] arguments) throws Exception {
    AssayAdapter.serve("broken", Map.of("storage", "memory"), storage -> new BrokenStore());
  }
}
