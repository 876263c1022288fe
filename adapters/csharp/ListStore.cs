using System;
using System.Collections.Generic;
using System.Linq;
using System.Security.Cryptography;
using Token = System.Collections.Generic.Dictionary<string, string>;

// A token store in a list, the worked example: assay run --exec "mono ListStore.exe"
public class ListStore : ITokenStore
{
    protected readonly List<Token> Records = new List<Token>();

    static bool Has(Token token, string field)
    {
        string value;
        return token.TryGetValue(field, out value) && !string.IsNullOrEmpty(value);
    }

    static bool Same(Token token, Token record, params string[] fields)
    {
        return fields.All(field =>
            Has(token, field) && Has(record, field) && token[field] == record[field]);
    }

    static bool SharesGrant(Token token, Token record)
    {
        return Same(token, record, "refresh_token") || Same(token, record, "grant_token");
    }

    // How a token picks records; null where it cannot tell one from another.
    static Func<Token, bool> Selector(Token token)
    {
        bool client = Has(token, "client_id"), secret = Has(token, "client_secret");
        if (Has(token, "user_name")) return record => Same(token, record, "user_name");
        if (Has(token, "access_token") && !client && !secret)
            return record => Same(token, record, "access_token");
        if (client && secret && (Has(token, "refresh_token") || Has(token, "grant_token")))
            return record => Same(token, record, "client_id", "client_secret")
                && SharesGrant(token, record);
        return null;
    }

    // For a token without a selector: a record that shares a credential, unless of another client.
    static bool Related(Token token, Token record)
    {
        if (!Same(token, record, "access_token") && !SharesGrant(token, record)) return false;
        return !Has(token, "client_id") || !Has(record, "client_id")
            || Same(token, record, "client_id");
    }

    static Token Present(Token token)
    {
        return token.Where(field => !string.IsNullOrEmpty(field.Value))
            .ToDictionary(field => field.Key, field => field.Value);
    }

    public Token FindTokenById(string id)
    {
        return Records.FirstOrDefault(record => record["id"] == id);
    }

    public virtual Token FindToken(Token token)
    {
        var matches = Selector(token);
        if (matches != null) return Records.FirstOrDefault(matches);
        var present = Present(token);
        if (present.Count == 1 && Has(present, "id")) return FindTokenById(present["id"]);
        return Records.FirstOrDefault(record => Related(token, record));
    }

    public void SaveToken(Token token)
    {
        var record = Target(token);
        var present = Present(token);
        if (record == null)
        {
            record = new Token { { "id", NewId() } };
            Records.Add(record);
        }
        else present.Remove("id");
        foreach (var field in present) record[field.Key] = field.Value;
        token["id"] = record["id"];
    }

    // The record that a save updates, or null for a new one.
    Token Target(Token token)
    {
        if (Present(token).Count == 0)
            throw new ArgumentException("nothing to save: no field of the token is set");
        var matches = Selector(token);
        var own = Has(token, "id") ? FindTokenById(token["id"]) : null;
        if (own != null && (matches == null || !matches(own)))
            throw new ArgumentException("the id is that of another record; leave the id out");
        var record = matches == null ? null : Records.FirstOrDefault(matches);
        if (record == null && !Has(token, "access_token") && !Has(token, "refresh_token")
            && !Has(token, "grant_token"))
            throw new ArgumentException("a new record needs an access, refresh or grant token");
        if (matches != null) return record;
        return Records.FirstOrDefault(kin => Related(token, kin)
            || (!Has(kin, "user_name") && Same(token, kin, "client_id", "client_secret")));
    }

    string NewId()
    {
        var random = new byte[5];
        using (var source = RandomNumberGenerator.Create()) source.GetBytes(random);
        string id = string.Concat(random.Select(each => each.ToString("x2")));
        return FindTokenById(id) == null ? id : NewId();
    }

    public void DeleteToken(string id)
    {
        Records.RemoveAll(record => record["id"] == id);
    }

    public void DeleteTokens()
    {
        Records.Clear();
    }

    public List<Token> GetTokens()
    {
        return Records;
    }
}
