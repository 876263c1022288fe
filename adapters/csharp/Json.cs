using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Text;

// JSON in C#'s own types: null, bool, long, double, string, List<object> and
// Dictionary<string, object>. For .NET before System.Text.Json, and for Mono.
public sealed class Json
{
    readonly string text;
    int at;

    Json(string text) { this.text = text; }

    // Throws FormatException where the text is no JSON.
    public static object Read(string text)
    {
        var json = new Json(text);
        object value = json.Value();
        json.Skip();
        if (json.at < text.Length) throw json.Wrong("the end");
        return value;
    }

    public static string Write(object value)
    {
        var text = new StringBuilder();
        Write(value, text);
        return text.ToString();
    }

    static void Write(object value, StringBuilder text)
    {
        if (value is string) Quote((string)value, text);
        else if (value is IDictionary)
        {
            string before = "{";
            foreach (DictionaryEntry entry in (IDictionary)value)
            {
                Quote(entry.Key.ToString(), text.Append(before));
                Write(entry.Value, text.Append(':'));
                before = ",";
            }
            text.Append(before == "{" ? "{}" : "}");
        }
        else if (value is IEnumerable)
        {
            string before = "[";
            foreach (object each in (IEnumerable)value)
            {
                Write(each, text.Append(before));
                before = ",";
            }
            text.Append(before == "[" ? "[]" : "]");
        }
        else if (value is bool) text.Append((bool)value ? "true" : "false");
        else if (value == null) text.Append("null");
        else text.Append(Convert.ToString(value, CultureInfo.InvariantCulture));
    }

    static void Quote(string value, StringBuilder text)
    {
        text.Append('"');
        foreach (char c in value)
        {
            if (c == '"' || c == '\\') text.Append('\\').Append(c);
            else if (c >= ' ' && c <= '~') text.Append(c);
            else text.Append("\\u").Append(((int)c).ToString("x4"));
        }
        text.Append('"');
    }

    object Value()
    {
        Skip();
        char c = at < text.Length ? text[at] : ' ';
        if (c == '{') return Object();
        if (c == '[') return List();
        if (c == '"') return String();
        int begin = at;
        while (at < text.Length && ",]} \t\r\n".IndexOf(text[at]) < 0) ++at;
        string word = text.Substring(begin, at - begin);
        if (word == "null") return null;
        if (word == "true" || word == "false") return word == "true";
        long whole;
        double number;
        var culture = CultureInfo.InvariantCulture;
        if (long.TryParse(word, NumberStyles.AllowLeadingSign, culture, out whole)) return whole;
        if (double.TryParse(word, NumberStyles.Float, culture, out number)) return number;
        throw Wrong("a value");
    }

    Dictionary<string, object> Object()
    {
        var map = new Dictionary<string, object>();
        for (Expect('{'); !Next('}');)
        {
            if (map.Count > 0) Expect(',');
            Skip();
            string key = String();
            Expect(':');
            map[key] = Value();
        }
        return map;
    }

    List<object> List()
    {
        var list = new List<object>();
        for (Expect('['); !Next(']');)
        {
            if (list.Count > 0) Expect(',');
            list.Add(Value());
        }
        return list;
    }

    string String()
    {
        var value = new StringBuilder();
        Expect('"');
        while (at < text.Length && text[at] != '"')
        {
            char c = text[at++];
            value.Append(c == '\\' ? Escaped() : c);
        }
        Expect('"');
        return value.ToString();
    }

    char Escaped()
    {
        if (at >= text.Length) throw Wrong("an escape");
        char c = text[at++];
        int plain = "\"\\/bfnrt".IndexOf(c);
        if (plain >= 0) return "\"\\/\b\f\n\r\t"[plain];
        if (c != 'u' || at + 4 > text.Length) throw Wrong("an escape");
        at += 4;
        return (char)Convert.ToInt32(text.Substring(at - 4, 4), 16);
    }

    void Skip()
    {
        while (at < text.Length && " \t\r\n".IndexOf(text[at]) >= 0) ++at;
    }

    bool Next(char c)
    {
        Skip();
        if (at >= text.Length || text[at] != c) return false;
        ++at;
        return true;
    }

    void Expect(char c)
    {
        if (!Next(c)) throw Wrong("'" + c + "'");
    }

    FormatException Wrong(string wanted)
    {
        return new FormatException("no JSON: " + wanted + " was expected at character " + at);
    }
}
