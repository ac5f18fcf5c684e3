using System.Data;
using System.Globalization;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Licences;
using YrdClearing.Domain.Listings;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Registrations;
using YrdClearing.Domain.Rights;
using YrdClearing.Domain.Settlement;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Server.Verify;

/// <summary>
/// What the table <c>state</c> must hold: the events of one aggregate after the other, folded by the product's own rules. One aggregate is
/// in memory at a time.
/// </summary>
internal sealed class RowRebuild(JournalReader journal)
{
    private const string Events = "SELECT aggregate, book, seq, event, data FROM entry";

    private static readonly Dictionary<string, Func<Fold>> Folds = new(StringComparer.Ordinal)
    {
        ["opening"]        = Of<FundOpeningState>(FundOpeningState.Evolve, FundOpeningRows.Changed),
        ["fund"]           = Of<FundState>(FundState.Evolve, FundRows.Changed),
        ["enterprise"]     = Of<EnterpriseState>(EnterpriseState.Evolve, EnterpriseRows.Changed),
        ["integrity"]      = Of<IntegrityState>(IntegrityState.Evolve, IntegrityRows.Changed),
        ["provider"]       = Of<ProviderState>(ProviderState.Evolve, ProviderRows.Changed),
        ["voucher"]        = Of<VoucherState>(VoucherState.Evolve, VoucherRows.Changed),
        ["payout"]         = Of<PayoutState>(PayoutState.Evolve, PayoutRows.Changed),
        ["cycle"]          = Of<CycleState>(CycleState.Evolve, CycleRows.Changed),
        ["clearing"]       = Of<ClearingState>(ClearingState.Evolve, ClearingRows.Changed),
        ["deadlines"]      = Of<DeadlinesState>(DeadlinesState.Evolve, DeadlinesRows.Changed),
        ["market-opening"] = Of<MarketOpeningState>(MarketOpeningState.Evolve, MarketOpeningRows.Changed),
        ["market"]         = Of<MarketState>(MarketState.Evolve, MarketRows.Changed),
        ["title"]          = Of<TitleState>(TitleState.Evolve, TitleRows.Changed),
        ["contract"]       = Of<ContractState>(ContractState.Evolve, ContractRows.Changed),
        ["listing"]        = Of<ListingState>(ListingState.Evolve, ListingRows.Changed),
        ["bid"]            = Of<BidState>(BidState.Evolve, BidRows.Changed),
        ["open-licence"]   = Of<OpenLicenceState>(OpenLicenceState.Evolve, OpenLicenceRows.Changed),
        ["registration"]   = Of<RegistrationState>(RegistrationState.Evolve, RegistrationRows.Changed),
    };

    /// <summary>Entries read by <see cref="All"/> so far.</summary>
    public long Entries { get; private set; }

    /// <summary>All aggregates.</summary>
    public IEnumerable<RebuiltAggregate> All()
    {
        Entries = 0;
        return Rebuild(journal.Rows($"{Events} ORDER BY aggregate, book, seq").Select(r =>
        {
            Entries++;
            return Event.Read(r);
        }));
    }

    /// <summary>One aggregate; none when it has no entries.</summary>
    public RebuiltAggregate? Find(string aggregate) => Rebuild(
        journal.Rows($"{Events} WHERE aggregate = @aggregate ORDER BY book, seq", ("@aggregate", aggregate)).Select(Event.Read))
        .SingleOrDefault();

    private static IEnumerable<RebuiltAggregate> Rebuild(IEnumerable<Event> events)
    {
        RebuiltAggregate? current = null;
        Fold? fold = null;
        foreach (var e in events)
        {
            if (e.Aggregate != current?.Id)
            {
                if (current is not null)
                {
                    yield return current;
                }
                current = new(e.Aggregate);
                fold = Folds.GetValueOrDefault(e.Aggregate.Split(':')[0])?.Invoke();
            }
            if (current.Fault is null)
            {
                Apply(current, fold, e);
            }
        }
        if (current is not null)
        {
            yield return current;
        }
    }

    private static void Apply(RebuiltAggregate aggregate, Fold? fold, Event e)
    {
        if (fold is null)
        {
            aggregate.Fault = "there is no such kind of thing";
            return;
        }
        try
        {
            foreach (var row in fold.Next((DomainEvent)StoredTypes.Read(e.Name, e.Data)))
            {
                aggregate.Rows[row.Id] = new(row, e.Book, aggregate.Rows.TryGetValue(row.Id, out var before) ? before.Created : e.Seq);
            }
        }
        catch (Exception cause)
        {
            // What an event that was changed does to the rules cannot be foreseen; whatever it is, it is a finding.
            aggregate.Fault = $"{e.Book}/{e.Seq} ({e.Name}) does not follow from what was before: {cause.Message}";
        }
    }

    private static Func<Fold> Of<TState>(
        Func<TState?, DomainEvent, TState> evolve, Func<TState?, TState, IReadOnlyList<StateRow>> changed)
        where TState : class => () => new Fold<TState>(evolve, changed);

    private abstract class Fold
    {
        /// <summary>The rows that the event writes.</summary>
        public abstract IReadOnlyList<StateRow> Next(DomainEvent @event);
    }

    private sealed class Fold<TState>(
        Func<TState?, DomainEvent, TState> evolve, Func<TState?, TState, IReadOnlyList<StateRow>> changed) : Fold
        where TState : class
    {
        private TState? _state;

        public override IReadOnlyList<StateRow> Next(DomainEvent @event)
        {
            var before = _state;
            _state = evolve(before, @event);
            return changed(before, _state);
        }
    }

    private readonly record struct Event(string Aggregate, string Book, long Seq, string Name, Domain.Ledger.StoredJson Data)
    {
        public static Event Read(IDataRecord r) => new(
            r.GetString(0), r.GetString(1), r.GetInt64(2), r.GetString(3), Domain.Ledger.StoredJson.Of(r.GetString(4)));
    }
}

/// <summary>What the events of an aggregate come to.</summary>
internal sealed class RebuiltAggregate(string id)
{
    public string Id => id;

    /// <summary>Its rows by their ids.</summary>
    public Dictionary<string, RebuiltRow> Rows { get; } = new(StringComparer.Ordinal);

    /// <summary>Why its events could not be folded to the end; null when they could.</summary>
    public string? Fault { get; set; }
}

/// <summary>
/// A row of the table <c>state</c> as the events have it. How often it was written and by which entry last is not told: a version of the
/// product may write a row that another leaves alone.
/// </summary>
/// <param name="Row">What the domain says of it.</param>
/// <param name="Book">The book of its entries.</param>
/// <param name="Created">The entry that wrote it first.</param>
internal sealed record RebuiltRow(StateRow Row, string Book, long Created)
{
    /// <summary>The columns told, in the order of <see cref="Texts"/>.</summary>
    public static readonly string[] Columns =
    [
        "kind", "parent", "book", "created", "status", "fund", "enterprise", "provider", "claim",
        "amount", "amount2", "amount3", "due", "body",
    ];

    public static readonly string ColumnList = string.Join(", ", Columns);

    /// <summary>The columns as text; null where the column is.</summary>
    public string?[] Texts =>
    [
        Row.Kind, Row.Parent, Book, Text(Created), Row.Status, Row.Fund, Row.Enterprise, Row.Provider, Row.Claim,
        Text(Row.Amount?.Fen), Text(Row.Amount2?.Fen), Text(Row.Amount3?.Fen),
        Row.Due?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture), Row.Body.ToString(),
    ];

    /// <summary>The same of a stored row, which is read from column <paramref name="first"/> on.</summary>
    public static string?[] TextsOf(IDataRecord r, int first) =>
        [.. Columns.Select((_, i) => r.IsDBNull(first + i) ? null : Convert.ToString(r.GetValue(first + i), CultureInfo.InvariantCulture))];

    private static string? Text(long? number) => number?.ToString(CultureInfo.InvariantCulture);
}
