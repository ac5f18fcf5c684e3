namespace YrdClearing.Domain.Commands;

/// <summary>Who asks: <c>KIND:KEY</c> or <c>KIND:KEY/PERSON</c> (scenario.md, "A line").</summary>
/// <param name="Kind">The part before the colon.</param>
/// <param name="Key">A region, a USCC or <c>network</c>.</param>
/// <param name="Person">The person who acts, where one is named.</param>
/// <param name="Text">The whole of it, as given: reviewers and approvers are compared by this.</param>
public sealed record Actor(ActorKind Kind, string Key, string? Person, string Text)
{
    /// <summary>The key of the kinds that there is one of: operator, bank, clearing, auditor.</summary>
    public const string TheNetwork = "network";

    /// <summary>The words before the colon that are known.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [.. Enum.GetNames<ActorKind>().Select(k => k.ToLowerInvariant())];

    public bool IsOperator => Kind == ActorKind.Operator && Key == TheNetwork;
    public bool IsBank => Kind == ActorKind.Bank && Key == TheNetwork;
    public bool IsClearing => Kind == ActorKind.Clearing && Key == TheNetwork;

    public bool IsFund(string region) => Kind == ActorKind.Fund && Key == region;
    public bool IsEnterprise(string uscc) => Kind == ActorKind.Enterprise && Key == uscc;
    public bool IsProvider(string uscc) => Kind == ActorKind.Provider && Key == uscc;
    public bool IsMarket(string region) => Kind == ActorKind.Market && Key == region;

    /// <summary>A power of two.</summary>
    private const int RecentPlaces = 4 * 1024;

    // The same few thousand act all day: each is read once, or once more when another took its place. Bounded; any thread may write it.
    private static readonly Actor?[] Recent = new Actor?[RecentPlaces];

    /// <summary>Reads the text; false when the kind is unknown or a part is empty or not made of <c>A-Za-z0-9._-</c>.</summary>
    public static bool TryParse(string text, out Actor actor)
    {
        ref var place = ref Recent[text.GetHashCode() & (RecentPlaces - 1)];
        if (place is { } recent && recent.Text == text)
        {
            actor = recent;
            return true;
        }
        if (!TryRead(text, out actor))
        {
            return false;
        }
        place = actor;
        return true;
    }

    private static bool TryRead(string text, out Actor actor)
    {
        actor = null!;
        var colon = text.IndexOf(':');
        if (colon < 0 || KindOf(text.AsSpan(0, colon)) is not { } kind)
        {
            return false;
        }
        var rest = text[(colon + 1)..];
        var slash = rest.IndexOf('/');
        var key = slash < 0 ? rest : rest[..slash];
        var person = slash < 0 ? null : rest[(slash + 1)..];
        if (!Ids.IsWellFormed(key) || (person is not null && !Ids.IsWellFormed(person)))
        {
            return false;
        }
        actor = new(kind, key, person, text);
        return true;
    }

    private static ActorKind? KindOf(ReadOnlySpan<char> kind) => kind switch
    {
        "operator" => ActorKind.Operator,
        "fund" => ActorKind.Fund,
        "enterprise" => ActorKind.Enterprise,
        "provider" => ActorKind.Provider,
        "bank" => ActorKind.Bank,
        "clearing" => ActorKind.Clearing,
        "market" => ActorKind.Market,
        "auditor" => ActorKind.Auditor,
        _ => null,
    };
}

public enum ActorKind
{
    Operator,
    Fund,
    Enterprise,
    Provider,
    Bank,
    Clearing,
    Market,
    Auditor,
}

/// <summary>Ids of commands, vouchers, orders, cycles, titles, contracts, milestones and persons.</summary>
public static class Ids
{
    public const int MaxLength = 64;

    /// <summary>1 to 64 of <c>A-Za-z0-9._-</c> (scenario.md, "A line").</summary>
    public static bool IsWellFormed(ReadOnlySpan<char> id)
    {
        if (id.Length is 0 or > MaxLength)
        {
            return false;
        }
        foreach (var c in id)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('.' or '_' or '-'))
            {
                return false;
            }
        }
        return true;
    }
}
