using System.Buffers;
using System.Text;
using System.Text.Json;

namespace YrdClearing.Domain.Commands;

/// <summary>
/// The one spelling of a command's body, whose hash decides whether an id was used for the same thing: RFC 8785 for what commands are made
/// of. Members sorted by name (UTF-16 units) at every level, no white space, only what must be escaped is, UTF-8. Written here and not by
/// a library's encoder, since the bytes are a storage format.
/// </summary>
internal static class CanonicalJson
{
    private const int InitialCharacters = 512;

    /// <summary>A longer buffer is not kept for the next command.</summary>
    private const int MaxKeptCharacters = 8 * 1024;

    [ThreadStatic]
    private static StringBuilder? _text;

    /// <summary>
    /// Writes the object without the top-level members named in <paramref name="leaveOut"/>. Its members are sorted afterwards.
    /// </summary>
    public static byte[] Write(JsonPart root, ReadOnlySpan<string> leaveOut)
    {
        var text = _text ??= new(InitialCharacters);
        text.Clear();
        Members(text, root.Members, leaveOut);
        var characters = ArrayPool<char>.Shared.Rent(text.Length);
        text.CopyTo(0, characters, 0, text.Length);
        var utf8 = Encoding.UTF8.GetBytes(characters, 0, text.Length);
        ArrayPool<char>.Shared.Return(characters);
        if (text.Capacity > MaxKeptCharacters)
        {
            _text = null;
        }
        return utf8;
    }

    private static void Value(StringBuilder text, JsonPart part)
    {
        switch (part.Kind)
        {
            case JsonTokenType.StartObject:
                Members(text, part.Members, []);
                break;
            case JsonTokenType.StartArray:
                text.Append('[');
                for (var i = 0; i < part.Items.Count; i++)
                {
                    if (i > 0)
                    {
                        text.Append(',');
                    }
                    Value(text, part.Items[i]);
                }
                text.Append(']');
                break;
            case JsonTokenType.String:
                String(text, part.Text);
                break;
            case JsonTokenType.Number:
                text.Append(part.Text);
                break;
            default:
                text.Append(part.Kind switch { JsonTokenType.True => "true", JsonTokenType.False => "false", _ => "null" });
                break;
        }
    }

    private static void Members(StringBuilder text, List<JsonMember> members, ReadOnlySpan<string> leaveOut)
    {
        members.Sort(static (a, b) => string.CompareOrdinal(a.Name, b.Name));
        text.Append('{');
        var first = true;
        foreach (var (name, value) in members)
        {
            if (leaveOut.Contains(name))
            {
                continue;
            }
            if (!first)
            {
                text.Append(',');
            }
            first = false;
            String(text, name);
            text.Append(':');
            Value(text, value);
        }
        text.Append('}');
    }

    private static void String(StringBuilder text, string content)
    {
        text.Append('"');
        foreach (var c in content)
        {
            switch (c)
            {
                case '"': text.Append("\\\""); break;
                case '\\': text.Append("\\\\"); break;
                case '\b': text.Append("\\b"); break;
                case '\t': text.Append("\\t"); break;
                case '\n': text.Append("\\n"); break;
                case '\f': text.Append("\\f"); break;
                case '\r': text.Append("\\r"); break;
                case < ' ': text.Append("\\u").Append(((int)c).ToString("x4", null)); break;
                default: text.Append(c); break;
            }
        }
        text.Append('"');
    }
}
