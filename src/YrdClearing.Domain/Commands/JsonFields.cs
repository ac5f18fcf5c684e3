using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Commands;

/// <summary>Reads a command's fields from its JSON object. The first fault is kept; a field nobody asked for is a fault as well.</summary>
internal sealed class JsonFields(JsonPart root, params IEnumerable<string> others) : Fields
{
    public const int MaxTextLength = 200;
    public const int MaxItems = 100;
    public const int MaxAccountNumberLength = 32;

    private const int RegionDigits = 6;

    /// <summary>Members beyond these are unknown ones: no command has as many fields.</summary>
    private const int MaxFields = 64;

    // One bit for each of the first members that was asked for.
    private ulong _asked;

    public Rejection? Fault { get; private set; }

    /// <summary>Call after the object's own fields have been asked for.</summary>
    public void RefuseUnasked()
    {
        for (var i = 0; i < root.Members.Count; i++)
        {
            var name = root.Members[i].Name;
            if ((i >= MaxFields || (_asked & (1ul << i)) == 0) && !others.Contains(name))
            {
                Refuse(name, "is not a field of this command");
            }
        }
    }

    public override string Id(string name)
    {
        var text = String(name);
        return Check(name, Ids.IsWellFormed(text), $"must be 1 to {Ids.MaxLength} of A-Z a-z 0-9 . _ -") ? text : "";
    }

    public override string? OptionalId(string name) => Has(name) ? Id(name) : null;

    public override string Uscc(string name)
    {
        var text = String(name);
        return Check(name, !HasControls(text), "must not hold control characters") ? text : "";
    }

    public override string? OptionalUscc(string name) => Has(name) ? Uscc(name) : null;

    public override string Region(string name)
    {
        var text = String(name);
        return Check(name, IsRegion(text), $"must be a region code of {RegionDigits} digits") ? text : "";
    }

    public override string Text(string name) => PlainText(name, String(name), minLength: 1);

    public override string? OptionalText(string name) => Has(name) ? PlainText(name, String(name), minLength: 0) : null;

    public override Money Amount(string name)
    {
        var text = String(name);
        Check(name, Money.TryParse(text, out var amount), "must be an amount in a string: at most 13 digits, then at most two decimals");
        return amount;
    }

    public override Money? OptionalAmount(string name) => Has(name) ? Amount(name) : null;

    public override Rate Rate(string name) => ReadRate(name, String(name));

    public override IReadOnlyDictionary<string, Rate>? OptionalRates(string name)
    {
        if (Take(name) is not { } part)
        {
            return null;
        }
        var rates = new SortedDictionary<string, Rate>(StringComparer.Ordinal);
        if (!Check(name, part.Kind == JsonTokenType.StartObject, $"must be an object of region to rate, not {part.What}")
            || !Check(name, part.Members.Count <= MaxItems, $"must have at most {MaxItems} members"))
        {
            return rates;
        }
        foreach (var (region, value) in part.Members)
        {
            Check(name, IsRegion(region), $"has the member '{Shown(region)}', which is not a region code of {RegionDigits} digits");
            if (Check(name, value.Kind == JsonTokenType.String, $"must give each rate as a string, not {value.What}"))
            {
                rates[region] = ReadRate(name, value.Text);
            }
        }
        return rates;
    }

    public override DateOnly Date(string name)
    {
        var text = String(name);
        var isDate = DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date);
        Check(name, text.Length == "2026-03-31".Length && isDate, "must be a date such as 2026-03-31");
        return date;
    }

    public override DateOnly? OptionalDate(string name) => Has(name) ? Date(name) : null;

    public override int Whole(string name, int max)
    {
        if (Required(name) is not { } part
            || !Check(name, part.Kind == JsonTokenType.Number, $"must be a whole number from 0 to {max}, without quotes, not {part.What}"))
        {
            return 0;
        }
        var isWhole = int.TryParse(part.Text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value <= max;
        return Check(name, isWhole, $"must be a whole number from 0 to {max}, without quotes") ? value : 0;
    }

    public override bool Flag(string name) =>
        Required(name) is { } part
        && Check(name, part.Kind is JsonTokenType.True or JsonTokenType.False, $"must be true or false, not {part.What}")
        && part.Kind == JsonTokenType.True;

    public override string Word(string name, IReadOnlyList<string> words)
    {
        var text = String(name);
        return Check(name, words.Contains(text), $"must be one of {string.Join(", ", words)}") ? text : "";
    }

    public override string? OptionalWord(string name, IReadOnlyList<string> words) => Has(name) ? Word(name, words) : null;

    public override IReadOnlyList<string> Texts(string name)
    {
        if (Required(name) is null)
        {
            return [];
        }
        var texts = OptionalTexts(name) ?? [];
        Check(name, texts.Count > 0, "must not be empty");
        return texts;
    }

    public override IReadOnlyList<string>? OptionalTexts(string name)
    {
        if (Take(name) is not { } part)
        {
            return null;
        }
        if (!Check(name, part.Kind == JsonTokenType.StartArray, $"must be an array of strings, not {part.What}")
            || !Check(name, part.Items.Count <= MaxItems, $"must have at most {MaxItems} items")
            || !Check(name, part.Items.TrueForAll(i => i.Kind == JsonTokenType.String), "must hold nothing but strings"))
        {
            return [];
        }
        return part.Items.ConvertAll(i => PlainText(name, i.Text, minLength: 1));
    }

    public override BankAccount Account(string name) => Required(name) is null ? new("", "", "") : OptionalAccount(name)!;

    public override BankAccount? OptionalAccount(string name)
    {
        if (Take(name) is not { } part)
        {
            return null;
        }
        if (!Check(name, part.Kind == JsonTokenType.StartObject, $"must be an object {{bankCode, number, name}}, not {part.What}"))
        {
            return new("", "", "");
        }
        foreach (var member in part.Members)
        {
            Check(name, member.Name is "bankCode" or "number" or "name", $"has the unknown member '{Shown(member.Name)}'");
        }
        return new(
            // A wrong length of a bank code is invalid_bank_code, the decider's to say; even an empty one is well formed.
            AccountPart(name, part, "bankCode", minLength: 0, MaxTextLength),
            AccountPart(name, part, "number", minLength: 1, MaxAccountNumberLength),
            AccountPart(name, part, "name", minLength: 1, MaxTextLength));
    }

    public override IReadOnlyList<T> List<T>(string name, Func<Fields, T> item)
    {
        if (Required(name) is not { } part
            || !Check(name, part.Kind == JsonTokenType.StartArray, $"must be an array of objects, not {part.What}")
            || !Check(name, part.Items.Count is > 0 and <= MaxItems, $"must have 1 to {MaxItems} items"))
        {
            return [];
        }
        var items = new List<T>();
        foreach (var one in part.Items)
        {
            if (Nested(name, one, item) is not { } read || Fault is not null)
            {
                return [];
            }
            items.Add(read);
        }
        return items;
    }

    public override IReadOnlyList<T>? OptionalList<T>(string name, Func<Fields, T> item) => Has(name) ? List(name, item) : null;

    public override ContractPlan Plan(string name)
    {
        if (Required(name) is not { } part)
        {
            return new MilestonePlan([]);
        }
        var kind = part.Find(PlanKinds.Member) is { Kind: JsonTokenType.String } word ? PlanKinds.Find(word.Text) : null;
        return Check(name, kind is not null, $"must be an object whose {PlanKinds.Member} is one of {PlanKinds.Names}")
            && Nested(name, part, kind!.Read, PlanKinds.Member) is { } plan ? plan : new MilestonePlan([]);
    }

    public override void Must(string name, bool holds, string otherwise) => Check(name, holds, otherwise);

    /// <summary>An object within this one; what is wrong in it is wrong with the field.</summary>
    private T? Nested<T>(string name, JsonPart part, Func<Fields, T> read, params IEnumerable<string> others)
    {
        if (!Check(name, part.Kind == JsonTokenType.StartObject, $"must be made of objects, not {part.What}"))
        {
            return default;
        }
        var fields = new JsonFields(part, others);
        var value = read(fields);
        fields.RefuseUnasked();
        Check(name, fields.Fault is null, $"is at fault: {fields.Fault?.Detail?.TrimEnd('.')}");
        return value;
    }

    private string AccountPart(string name, JsonPart account, string member, int minLength, int maxLength)
    {
        var found = account.Find(member);
        var part = found.GetValueOrDefault();
        if (!Check(name, found is not null, $"lacks the member '{member}'")
            || !Check(name, part.Kind == JsonTokenType.String, $"must give '{member}' as a string, not {part.What}"))
        {
            return "";
        }
        var isPlain = part.Text.Length >= minLength && part.Text.Length <= maxLength && !HasControls(part.Text);
        return Check(name, isPlain, $"must give '{member}' as {minLength} to {maxLength} characters without control characters") ? part.Text : "";
    }

    private Rate ReadRate(string name, string text)
    {
        Check(name, Ledger.Rate.TryParse(text, out var rate), "must be a rate in a string: from 0 to 1, at most four decimals");
        return rate;
    }

    private string PlainText(string name, string text, int minLength) =>
        Check(name, text.Length >= minLength && text.Length <= MaxTextLength && !HasControls(text),
            $"must be plain text of {minLength} to {MaxTextLength} characters without control characters") ? text : "";

    private string String(string name) =>
        Required(name) is { } part && Check(name, part.Kind == JsonTokenType.String, $"must be a string, not {part.What}") ? part.Text : "";

    private bool Has(string name) => Take(name) is not null;

    private JsonPart? Required(string name)
    {
        var part = Take(name);
        Check(name, part is not null, "is missing");
        return part;
    }

    private JsonPart? Take(string name)
    {
        for (var i = 0; i < root.Members.Count; i++)
        {
            if (root.Members[i].Name == name)
            {
                _asked |= i < MaxFields ? 1ul << i : 0;
                return root.Members[i].Value;
            }
        }
        return null;
    }

    private bool Check(string name, bool holds, string otherwise)
    {
        if (!holds)
        {
            Refuse(name, otherwise);
        }
        return holds;
    }

    private bool Check(string name, bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref OtherwiseText otherwise)
    {
        if (!holds)
        {
            Refuse(name, otherwise.ToString());
        }
        return holds;
    }

    private void Refuse(string name, string detail) =>
        Fault ??= new(RejectionCode.Malformed, Shown(name), $"The field '{Shown(name)}' {detail}.");

    private static bool IsRegion(string text) => text.Length == RegionDigits && text.All(char.IsAsciiDigit);

    private static bool HasControls(string text) => text.Any(char.IsControl);

    /// <summary>A name as it came from outside, made fit for a message.</summary>
    internal static string Shown(string name) =>
        new([.. name.Take(Ids.MaxLength).Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '?' : c)]);
}

/// <summary>A sentence that is put together only when its condition does not hold: nearly all fields of all commands are fine.</summary>
[InterpolatedStringHandler]
internal readonly ref struct OtherwiseText
{
    private readonly StringBuilder? _text;

    public OtherwiseText(int literalLength, int formattedCount, bool holds, out bool isWanted)
    {
        isWanted = !holds;
        _text = holds ? null : new(literalLength + 8 * formattedCount);
    }

    public void AppendLiteral(string text) => _text!.Append(text);

    public void AppendFormatted(string? text) => _text!.Append(text);

    public void AppendFormatted(int number) => _text!.Append(number);

    public override string ToString() => _text!.ToString();
}
