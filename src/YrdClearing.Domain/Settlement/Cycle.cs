using System.Collections.Immutable;
using System.Text.Json.Serialization;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Settlement;

/// <summary>One settlement cycle: what its books reported, what netting made of it, and what was paid.</summary>
public sealed record CycleState
{
    public required string Id { get; init; }
    public required SettlementNetwork Network { get; init; }
    public required NettingMode Mode { get; init; }
    public required CycleStatus Status { get; init; }

    /// <summary>Books that were told to end their part; each of them reports. Sorted.</summary>
    public required IReadOnlyList<string> Books { get; init; }

    /// <summary>What each book reported, by book. Stored in rows of its own.</summary>
    [JsonIgnore]
    public ImmutableSortedDictionary<string, BookReport> Reports { get; init; } = NoReports;

    /// <summary>Payments, sorted by payer and payee; empty until calculated.</summary>
    public IReadOnlyList<Instruction> Instructions { get; init; } = [];

    /// <summary>Books that have confirmed, in the order they did.</summary>
    public ImmutableList<string> Confirmed { get; init; } = [];

    private static readonly ImmutableSortedDictionary<string, BookReport> NoReports =
        ImmutableSortedDictionary.Create<string, BookReport>(StringComparer.Ordinal);

    /// <summary>The id of the aggregate, in book <c>network</c>.</summary>
    public static string AggregateOf(string cycle) => "cycle:" + cycle;

    /// <summary>
    /// What is known of the cycle's obligations: approvals of the payer towards the payee and claw-backs of the payee against the payer.
    /// </summary>
    public IEnumerable<PairAmount> Obligations() => Reports.Values.SelectMany(r => (r.Stated ?? []).SelectMany(o => new[]
    {
        new PairAmount(r.Book, o.Counterparty, o.Approvals),
        new PairAmount(o.Counterparty, r.Book, o.ClawBacks),
    }));

    /// <summary>Netting as of what is known; before calculate nobody is bound by it.</summary>
    public NettingResult Net() => Netting.Of(Mode, Obligations());

    /// <summary>True when every book has reported and every amount stated equals its mirror.</summary>
    public bool IsReconciled() => Books.All(b => Reports.TryGetValue(b, out var r) && r.Stated is not null) && Reports.Values.All(r => r.Agrees());

    /// <summary>The payment between two books; null when there is none.</summary>
    public Instruction? Find(string from, string to) => Instructions.FirstOrDefault(i => i.From == from && i.To == to);

    public static CycleState Evolve(CycleState? state, DomainEvent @event) => @event switch
    {
        CycleCutOff e => new() { Id = e.Cycle, Network = e.Network, Mode = e.Mode, Status = e.Status, Books = e.Books },
        CycleEvent e when state is not null => Next(state, e) with { Status = e.Status },
        _ => throw new InvalidOperationException($"{@event.GetType().Name} does not follow."),
    };

    private static CycleState Next(CycleState state, CycleEvent @event) => @event switch
    {
        ObligationsReported e => state.With(state.ReportOf(e.Book) with { Stated = e.Obligations }),
        MirrorReported e => state.With(state.ReportOf(e.Originator).WithMirror(new(e.Book, e.Approvals, e.ClawBacks))),
        CycleCalculated e => state with
        {
            Instructions = e.Instructions.Select(i => new Instruction(i.From, i.To, i.Amount, InstructionStatus.Calculated)).ToArray(),
        },
        CycleConfirmed e => state with { Confirmed = state.Confirmed.Add(e.Book) },
        CycleInstructed => state with
        {
            Instructions = state.Instructions.Select(i => i with { Status = InstructionStatus.Instructed }).ToArray(),
        },
        CyclePaid e => state.With(e.From, e.To, InstructionStatus.Paid),
        CyclePaymentFailed e => state.With(e.From, e.To, InstructionStatus.Failed),
        CycleClosed => state,
        _ => throw new InvalidOperationException($"{@event.GetType().Name} is not an event of a cycle."),
    };

    private BookReport ReportOf(string book) => Reports.GetValueOrDefault(book) ?? new BookReport(book);

    private CycleState With(BookReport report) => this with { Reports = Reports.SetItem(report.Book, report) };

    private CycleState With(string from, string to, InstructionStatus status) => this with
    {
        Instructions = Instructions.Select(i => i.From == from && i.To == to ? i with { Status = status } : i).ToArray(),
    };
}

/// <summary>One payment of a cycle between two books.</summary>
public sealed record Instruction(string From, string To, Money Amount, InstructionStatus Status);

/// <summary>What one book said arose in it, and what its counterparties said they mirror of it; either may come first.</summary>
/// <param name="Book">The book where the obligations arose.</param>
public sealed record BookReport(string Book)
{
    /// <summary>Per counterparty; null until the book has reported.</summary>
    public IReadOnlyList<StatedObligation>? Stated { get; init; }

    /// <summary>Per counterparty, as that one reported.</summary>
    public ImmutableList<StatedObligation> Mirrors { get; init; } = [];

    internal BookReport WithMirror(StatedObligation mirror) => this with { Mirrors = Mirrors.Add(mirror) };

    /// <summary>True when each amount stated has an equal mirror, and nothing is mirrored that was not stated.</summary>
    internal bool Agrees() => Stated is not null && Stated.Count == Mirrors.Count && Stated.ToHashSet().SetEquals(Mirrors);
}
