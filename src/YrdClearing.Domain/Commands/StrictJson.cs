using System.Text.Json;
using System.Text.Unicode;

namespace YrdClearing.Domain.Commands;

/// <summary>A value of a JSON text, with every string unescaped.</summary>
internal readonly struct JsonPart
{
    private static readonly List<JsonMember> NoMembers = [];
    private static readonly List<JsonPart> NoItems = [];

    // A text, a list of members, a list of items or nothing, as the kind says.
    private readonly object? _content;

    private JsonPart(JsonTokenType kind, object? content)
    {
        Kind = kind;
        _content = content;
    }

    /// <summary>The token it begins with.</summary>
    public JsonTokenType Kind { get; }

    /// <summary>A string's content, a number as written; empty for the others.</summary>
    public string Text => _content as string ?? "";

    /// <summary>An object's members in order; those of a name that came before are left out.</summary>
    public List<JsonMember> Members => _content as List<JsonMember> ?? NoMembers;

    /// <summary>An array's items.</summary>
    public List<JsonPart> Items => _content as List<JsonPart> ?? NoItems;

    public static JsonPart Leaf(JsonTokenType kind, string text) => new(kind, text);
    public static JsonPart Object(List<JsonMember> members) => new(JsonTokenType.StartObject, members);
    public static JsonPart Array(List<JsonPart> items) => new(JsonTokenType.StartArray, items);

    public JsonPart? Find(string name)
    {
        foreach (var member in Members)
        {
            if (member.Name == name)
            {
                return member.Value;
            }
        }
        return null;
    }

    /// <summary>What it is, for people.</summary>
    public string What => Kind switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "an array",
        JsonTokenType.String => "a string",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        _ => "null",
    };
}

internal readonly record struct JsonMember(string Name, JsonPart Value);

/// <summary>
/// Reads one JSON value and nothing else: RFC 8259 without comments, trailing commas, NaN or a byte order mark, in well-formed UTF-8, no
/// deeper than <see cref="MaxDepth"/>. What is JSON, but says something twice or holds half a surrogate pair, is read to its end with a
/// fault, so that the line's time and expectation are known all the same. What was read stands until the thread reads the next.
/// </summary>
internal ref struct StrictJson
{
    /// <summary>Levels of objects and arrays; no command needs more than three.</summary>
    public const int MaxDepth = 8;

    private const int UsualMembers = 12;

    private static readonly JsonReaderOptions Options =
        new() { CommentHandling = JsonCommentHandling.Disallow, AllowTrailingCommas = false, MaxDepth = MaxDepth };

    /// <summary>Members of the outermost object; a longer list is not kept for the next.</summary>
    private const int MaxKeptMembers = 64;

    [ThreadStatic]
    private static List<JsonMember>? _outermost;

    private Utf8JsonReader _reader;

    private StrictJson(ReadOnlySpan<byte> utf8) => _reader = new(utf8, Options);

    /// <summary>The first fault that did not stop the reading, and the member it is in.</summary>
    private (string? Field, string Detail)? _fault;

    private string? _topLevelField;

    /// <summary>Reads the text. Null when it is not JSON at all; the fault may be there with or without a value.</summary>
    public static JsonPart? Read(ReadOnlySpan<byte> utf8, out (string? Field, string Detail)? fault)
    {
        if (!Utf8.IsValid(utf8))
        {
            fault = (null, "The text is not well-formed UTF-8.");
            return null;
        }
        var json = new StrictJson(utf8);
        try
        {
            json._reader.Read();
            var root = json.Value(depth: 0);
            json._reader.Read(); // throws on anything but white space after the value
            fault = json._fault;
            return root;
        }
        catch (JsonException broken)
        {
            var where = $"broken at byte {broken.BytePositionInLine + 1} of line {broken.LineNumber + 1}, or nested deeper than {MaxDepth}";
            fault = (null, $"The text is not one JSON object: {where}.");
            return null;
        }
    }

    private JsonPart Value(int depth)
    {
        switch (_reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return Members(depth);
            case JsonTokenType.StartArray:
                var items = new List<JsonPart>();
                while (_reader.Read() && _reader.TokenType != JsonTokenType.EndArray)
                {
                    items.Add(Value(depth + 1));
                }
                return JsonPart.Array(items);
            case JsonTokenType.String:
                return JsonPart.Leaf(JsonTokenType.String, Text());
            case JsonTokenType.Number:
                return JsonPart.Leaf(JsonTokenType.Number, RecentTexts.Of(_reader.ValueSpan));
            default:
                return JsonPart.Leaf(_reader.TokenType, "");
        }
    }

    private JsonPart Members(int depth)
    {
        var members = depth == 0 ? Outermost() : new(UsualMembers);
        while (_reader.Read() && _reader.TokenType == JsonTokenType.PropertyName)
        {
            _topLevelField = depth == 0 ? null : _topLevelField;
            var name = _reader.ValueIsEscaped ? Text() : FieldNames.Of(_reader.ValueSpan);
            _topLevelField ??= name;
            _reader.Read();
            var value = Value(depth + 1);
            var twice = false;
            foreach (var member in members)
            {
                twice |= member.Name == name;
            }
            if (twice)
            {
                Twice(members, name);
            }
            else
            {
                members.Add(new(name, value));
            }
        }
        return JsonPart.Object(members);
    }

    private static List<JsonMember> Outermost()
    {
        if (_outermost is null || _outermost.Capacity > MaxKeptMembers)
        {
            return _outermost = new(UsualMembers);
        }
        _outermost.Clear();
        return _outermost;
    }

    // Which of the two was meant is not for us to say: neither counts.
    private void Twice(List<JsonMember> members, string name)
    {
        _fault ??= (_topLevelField, $"The name '{name}' is there twice.");
        members.RemoveAll(m => m.Name == name);
        members.Add(new(name, JsonPart.Leaf(JsonTokenType.None, "")));
    }

    private string Text()
    {
        try
        {
            return _reader.ValueIsEscaped ? _reader.GetString() ?? "" : RecentTexts.Of(_reader.ValueSpan);
        }
        catch (InvalidOperationException)
        {
            _fault ??= (_topLevelField, "A string holds half of a surrogate pair.");
            return "";
        }
    }
}
