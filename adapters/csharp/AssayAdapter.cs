using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Token = System.Collections.Generic.Dictionary<string, string>;
using Value = System.Collections.Generic.Dictionary<string, object>;
// Puts a store to the test: AssayAdapter.Serve("mine", capabilities, path => new MyStore(path)).
// What it throws is a refusal; an UnknownOutcomeException, an IOException, a TimeoutException may
// have happened. What it writes to Console.Out is logged.
public static class AssayAdapter {
    class Misuse : Exception { public Misuse() : base("not now") { } }
    static readonly string[] Methods = { "open", "close", "drop", "save_token", "find_token",
        "find_token_by_id", "delete_token", "delete_tokens", "get_tokens" };
    static readonly TextWriter Answers = Console.Out;
    static ITokenStore store;
    static bool announce;
    static Value Pair(string key, object value) { return new Value { { key, value } }; }
    static void Say(string key, object body, string id) {
        string text = id + Json.Write(key) + ":" + Json.Write(body);
        Answers.WriteLine("{\"jsonrpc\":\"2.0\"," + text + "}");
    }
    static Value Perform(string method, Value given, Func<string, ITokenStore> open) {
        if (!Methods.Contains(method)) throw new NotSupportedException(method);
        if ((store == null) != (method == "open" || method == "drop")) throw new Misuse();
        if (announce) Say("method", "calling", "");
        string id = given.ContainsKey("id") ? (string)given["id"] : null;
        Value fields = given.ContainsKey("token") ? (Value)given["token"] : new Value();
        Token token = fields.ToDictionary(field => field.Key, field => (string)field.Value);
        if (method == "open") store = open((string)given["storage"]);
        if (method == "close") using (store as IDisposable) store = null;
        if (method == "save_token") store.SaveToken(token);
        if (method == "find_token") token = store.FindToken(token);
        if (method == "find_token_by_id") token = store.FindTokenById(id);
        if (method == "delete_token") store.DeleteToken(id);
        if (method == "delete_tokens") store.DeleteTokens();
        if (method == "get_tokens") return Pair("tokens", store.GetTokens().ToArray());
        return "sf".Contains(method[0]) ? Pair("token", token) : new Value();
    }
    public static void Serve(string name, Value capabilities, Func<string, ITokenStore> open) {
        var about = new Value { { "name", name }, { "capabilities", capabilities } };
        about["language"] = "C#";
        var requests = new StreamReader(Console.OpenStandardInput());
        Console.SetOut(Console.Error);
        for (string line; (line = requests.ReadLine()) != null;) {
            Value request = (Value)Json.Read(line), given = (Value)request["params"];
            string method = (string)request["method"], id = "\"id\":" + request["id"] + ",";
            bool hello = method == "initialize", bye = method == "shutdown";
            announce |= given.ContainsKey("announce");
            try {
                Say("result", hello ? about : bye ? new Value() : Perform(method, given, open), id);
            } catch (Exception e) {
                int code = e is Misuse ? -32600 : e is NotSupportedException ? -32601 : -32000;
                if (e is UnknownOutcomeException || e is IOException || e is TimeoutException)
                    code = -32001;
                Say("error", new Value { { "code", code }, { "message", e.Message } }, id);
            }
            if (bye) return;
        }
    }
}
