using System;
using System.Collections.Generic;
using System.Linq;

// ListStore with a fault: what it finds lacks the grant token, which whoever wrote it forgot to
// copy. [TS-FIND-01]
public class BrokenStore : ListStore
{
    public override Dictionary<string, string> FindToken(Dictionary<string, string> token)
    {
        Console.WriteLine("a stray print, which goes to the log");
        var found = base.FindToken(token);
        if (found == null) return null;
        return found.Where(field => field.Key != "grant_token")
            .ToDictionary(field => field.Key, field => field.Value);
    }

    public static void Main()
    {
        var memory = new Dictionary<string, object> { { "storage", "memory" } };
        AssayAdapter.Serve("broken", memory, storage => new BrokenStore());
    }
}
