using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Commands;

/// <summary>
/// The fields of one command, asked for by name. A command's factory asks for all its fields and builds its record; reading JSON is one
/// implementation, describing the command for documentation and OpenAPI is the other. The first fault sticks; values after it are defaults
/// and the record is thrown away.
/// </summary>
public abstract class Fields
{
    /// <summary>An id: 1 to 64 of <c>A-Za-z0-9._-</c>.</summary>
    public abstract string Id(string name);

    /// <summary>An id; null when the field is absent.</summary>
    public abstract string? OptionalId(string name);

    /// <summary>
    /// A unified social credit code: any text without control characters, for its length and check digit are the decider's to judge
    /// (<c>invalid_uscc</c>).
    /// </summary>
    public abstract string Uscc(string name);

    /// <summary>The same; null when the field is absent.</summary>
    public abstract string? OptionalUscc(string name);

    /// <summary>Six digits (GB/T 2260).</summary>
    public abstract string Region(string name);

    /// <summary>A region that is a province.</summary>
    public string Province(string name)
    {
        var region = Region(name);
        Must(name, Regions.IsProvince(region), "must be a province, whose code ends with 0000");
        return region;
    }

    /// <summary>Plain text of 1 to 200 characters without control characters.</summary>
    public abstract string Text(string name);

    /// <summary>Plain text of 0 to 200 characters without control characters; null when the field is absent.</summary>
    public abstract string? OptionalText(string name);

    /// <summary>At most 13 digits and two decimals, possibly negative (which the decider answers with <c>invalid_amount</c>).</summary>
    public abstract Money Amount(string name);

    public abstract Money? OptionalAmount(string name);

    public abstract Rate Rate(string name);

    /// <summary>An object of region code to rate; null when absent.</summary>
    public abstract IReadOnlyDictionary<string, Rate>? OptionalRates(string name);

    /// <summary>An ISO date, <c>2026-03-31</c>.</summary>
    public abstract DateOnly Date(string name);

    /// <summary>An ISO date; null when the field is absent.</summary>
    public abstract DateOnly? OptionalDate(string name);

    /// <summary>An ISO date that something may end on; see <see cref="Rfc3339.IsInRange"/>.</summary>
    public DateOnly Deadline(string name)
    {
        var day = Date(name);
        Must(name, Rfc3339.IsInRange(day), $"must lie in the years {Rfc3339.MinYear} to {Rfc3339.MaxYear}");
        return day;
    }

    /// <summary>A JSON whole number between 0 and <paramref name="max"/>.</summary>
    public abstract int Whole(string name, int max);

    public abstract bool Flag(string name);

    /// <summary>One of the words.</summary>
    public abstract string Word(string name, IReadOnlyList<string> words);

    /// <summary>One of the words; null when absent.</summary>
    public abstract string? OptionalWord(string name, IReadOnlyList<string> words);

    /// <summary>A non-empty array of texts, at most 100.</summary>
    public abstract IReadOnlyList<string> Texts(string name);

    /// <summary>An array of texts, at most 100; null when absent.</summary>
    public abstract IReadOnlyList<string>? OptionalTexts(string name);

    /// <summary>A bank account <c>{bankCode, number, name}</c>; the number has at most 32 characters.</summary>
    public abstract BankAccount Account(string name);

    public abstract BankAccount? OptionalAccount(string name);

    /// <summary>A non-empty array of at most 100 objects, each read by <paramref name="item"/>.</summary>
    public abstract IReadOnlyList<T> List<T>(string name, Func<Fields, T> item);

    /// <summary>The same; null when the field is absent.</summary>
    public abstract IReadOnlyList<T>? OptionalList<T>(string name, Func<Fields, T> item);

    /// <summary>A contract's plan: an object whose <c>kind</c> is one of <see cref="PlanKinds"/>.</summary>
    public abstract ContractPlan Plan(string name);

    /// <summary>A condition between fields; where it does not hold the command is malformed, with <paramref name="otherwise"/>.</summary>
    public abstract void Must(string name, bool holds, string otherwise);

    /// <summary>The ids of a plan's parts: each once, and none that stands for something else, as what is due to the buyer does.</summary>
    public void DistinctIds(string name, IEnumerable<string> ids, params IEnumerable<string> taken)
    {
        var all = ids.ToList();
        string[] reserved = [PlannedMilestone.ReservedId, .. taken];
        Must(
            name,
            all.Distinct().Count() == all.Count && !all.Exists(reserved.Contains),
            $"must have distinct ids, none of them {string.Join(" or ", reserved)}");
    }
}

/// <summary>An account at a bank, as a command gives it. The number is personal data: it enters the journal only as a keyed hash.</summary>
public sealed record BankAccount(string BankCode, string Number, string Name);
