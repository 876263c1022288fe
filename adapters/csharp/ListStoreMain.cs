using System.Collections.Generic;

public static class ListStoreMain
{
    public static void Main()
    {
        var memory = new Dictionary<string, object> { { "storage", "memory" } };
        AssayAdapter.Serve("list", memory, storage => new ListStore());
    }
}
