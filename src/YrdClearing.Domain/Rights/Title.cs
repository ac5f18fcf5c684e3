using System.Collections.Immutable;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Rights;

/// <summary>
/// A technology in the rights register, <c>title:ID</c>: who holds it and which contracts encumber it. The register follows the contracts
/// by message. A contract's second signature takes the key of the next encumbrance, so that of two signings that saw the same register
/// only one holds.
/// </summary>
public sealed record TitleState
{
    public required string Id { get; init; }

    /// <summary>patent, know-how, software, …: any text.</summary>
    public required string Kind { get; init; }

    /// <summary>Region code of the market that registered it.</summary>
    public required string Market { get; init; }

    /// <summary>USCC.</summary>
    public required string Holder { get; init; }

    /// <summary>In the order they came.</summary>
    public ImmutableList<Encumbrance> Encumbrances { get; init; } = [];

    /// <summary>How many contracts ever encumbered it.</summary>
    public int Encumbered { get; init; }

    public static string IdOf(string title) => "title:" + title;

    public static string KeyOf(string title) => "title/" + title;

    /// <summary>The key that the contract takes which is the <paramref name="number"/>th ever to encumber the title.</summary>
    public static string EncumbranceKey(string title, int number) => $"{KeyOf(title)}/{number}";

    /// <summary>
    /// A transfer wants the title free of everything, a licence free of transfers: licences may stand beside each other (scenario.md,
    /// "Titles").
    /// </summary>
    public bool IsOpenTo(EncumbranceKind kind) => kind == EncumbranceKind.Transfer
        ? Encumbrances.IsEmpty
        : Encumbrances.TrueForAll(e => e.Kind != EncumbranceKind.Transfer);

    public static TitleState Evolve(TitleState? state, DomainEvent @event) => @event switch
    {
        TitleRegistered e  => new() { Id = e.Title, Kind = e.Kind, Market = e.Market, Holder = e.Holder },
        TitleEncumbered e  => state! with
        {
            Encumbrances = state.Encumbrances.Add(new(e.Contract, e.Kind)),
            Encumbered = e.Count,
        },
        TitleFreed e       => state!.Without(e.Contract),
        TitleTransferred e => state!.Without(e.Contract) with { Holder = e.Holder },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is no event of a title."),
    };

    private TitleState Without(string contract) => this with { Encumbrances = Encumbrances.RemoveAll(e => e.Contract == contract) };
}

/// <summary>A contract that the title is promised to.</summary>
public sealed record Encumbrance(string Contract, EncumbranceKind Kind);

public enum EncumbranceKind
{
    /// <summary>The title will pass to the buyer.</summary>
    Transfer,

    /// <summary>The title stays with its holder.</summary>
    Licence,
}
