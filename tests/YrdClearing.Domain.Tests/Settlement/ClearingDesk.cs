using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Settlement;

namespace YrdClearing.Domain.Tests.Settlement;

/// <summary>
/// A network of books in memory: numbers entries, keeps obligations and balances, and delivers messages, all through the stored form of
/// events, commands and rows. Mirrors may be held back, to cut off while they are on their way.
/// </summary>
internal sealed class ClearingDesk
{
    private static readonly BusinessTime At = BusinessTime.From(DateTimeOffset.Parse("2026-04-01T00:00:00+08:00"));
    private readonly Dictionary<string, List<Entry>> _books = [];
    private readonly Dictionary<string, SortedDictionary<string, long>> _balances = [];
    private readonly Dictionary<string, Dictionary<string, StateRow>> _aggregates = [];
    private readonly Queue<(Cause Cause, Message Message)> _messages = [];
    private readonly Queue<Action> _held = [];

    public ClearingDesk(params string[] funds)
    {
        Funds = [.. funds];
        _books[Books.Network] = [];
        Array.ForEach(funds, f => _books[Books.Fund(f)] = []);
    }

    /// <summary>Region codes of the opened funds.</summary>
    public List<string> Funds { get; }

    /// <summary>Home approves a claim of the host's provider (R3): home's entry, and its mirror unless held back.</summary>
    public void Approve(string home, string host, string amount, bool hold = false) => Arise(
        home, host, Money.Parse(amount), ObligationKind.Approval, ObligationKind.ApprovalMirror, hold,
        set => set.Move(Accounts.SubsidyExpenses, Accounts.DueTo(Books.Fund(host)), Money.Parse(amount))
            .Move(Accounts.BudgetReserved, Accounts.BudgetApproved, Money.Parse(amount)),
        set => set.Move(Accounts.DueFrom(Books.Fund(home)), Accounts.Claims("P"), Money.Parse(amount)));

    /// <summary>Home claws back what the host's fund had advanced.</summary>
    public void ClawBack(string home, string host, string amount, bool hold = false) => Arise(
        home, host, Money.Parse(amount), ObligationKind.ClawBack, ObligationKind.ClawBackMirror, hold,
        set => set.Move(Accounts.DueFrom(Books.Fund(host)), Accounts.SubsidyExpenses, Money.Parse(amount))
            .Move(Accounts.BudgetSpent, Accounts.BudgetAvailable, Money.Parse(amount)),
        set => set.Move(Accounts.Recoverable("P"), Accounts.DueTo(Books.Fund(home)), Money.Parse(amount)));

    /// <summary>Applies what was held back, in order.</summary>
    public void Release()
    {
        while (_held.TryDequeue(out var mirror))
        {
            mirror();
        }
    }

    /// <summary>A mirror entry that disagrees with its cause.</summary>
    public void Tamper(string book, int index, Money amount) =>
        _books[Books.Fund(book)][index] = _books[Books.Fund(book)][index] with
        {
            Obligation = _books[Books.Fund(book)][index].Obligation! with { Amount = amount },
        };

    /// <summary>Sends a command; null when accepted, else the code. Messages wait for <see cref="Drain"/>.</summary>
    public RejectionCode? Send(string actor, CycleCommand command)
    {
        var target = CycleState.AggregateOf(command.Cycle);
        var decision = CycleDecider.Decide(Cycle(command.Cycle), ContextOf(actor), command, new(_books.Keys.ToArray()));
        return Commit(Books.Network, target, decision, cause: null);
    }

    /// <summary>Sends a command and delivers everything; the accepted form of most steps.</summary>
    public RejectionCode? Do(string actor, CycleCommand command)
    {
        var code = Send(actor, command);
        Drain();
        return code;
    }

    public void Drain()
    {
        while (_messages.TryDequeue(out var next))
        {
            var (cause, message) = next;
            var command = StoredTypes.Read(StoredTypes.NameOf(message.Command), StoredTypes.Store(message.Command));
            if (message.AfterAll && _held.Count > 0)
            {
                Release();
            }
            Decision decision;
            if (command is CycleCommand toCycle)
            {
                decision = CycleDecider.Decide(Cycle(toCycle.Cycle), ContextOf("clearing:network", cause), toCycle, CycleFacts.None);
            }
            else
            {
                var toClearing = (ClearingCommand)command;
                message.ToBook.ShouldBe(toClearing.Book);
                var state = ClearingRows.Read(RowsOf(message.Target));
                var context = ContextOf("clearing:network", cause);
                var range = ClearingFacts.RangeOf(state, context, toClearing);
                decision = ClearingDecider.Decide(state, context, toClearing, range is null ? ClearingFacts.None : Sum(range));
            }
            Commit(message.ToBook, message.Target, decision, cause).ShouldBeNull();
        }
    }

    public CycleState? Cycle(string id) => CycleRows.Read(RowsOf(CycleState.AggregateOf(id)));

    public CycleView Show(string id) => CycleView.Of(Cycle(id)!);

    /// <summary>Balances of a fund other than zero: <c>account amount</c>, sorted.</summary>
    public IEnumerable<string> Balances(string fund) => _balances.GetValueOrDefault(Books.Fund(fund), [])
        .Where(b => b.Value != 0)
        .Select(b => $"{b.Key} {new Money(b.Value)}");

    private void Arise(
        string home, string host, Money amount, ObligationKind kind, ObligationKind mirrorKind, bool hold,
        Func<PostingSet, PostingSet> atHome, Func<PostingSet, PostingSet> atHost)
    {
        var cause = new Cause(Books.Fund(home), Append(
            Books.Fund(home), new(kind, Books.Fund(host), amount), cause: null, atHome(new()).ToPostings()));
        void Mirror() => Append(Books.Fund(host), new(mirrorKind, Books.Fund(home), amount), cause, atHost(new()).ToPostings());
        if (hold)
        {
            _held.Enqueue(Mirror);
        }
        else
        {
            Mirror();
        }
    }

    private RejectionCode? Commit(string book, string target, Decision decision, Cause? cause)
    {
        if (decision.Rejection is { } rejection)
        {
            return rejection.Code;
        }
        var seq = Append(book, decision.Obligation, cause, decision.Postings);
        var @event = (DomainEvent)StoredTypes.Read(StoredTypes.NameOf(decision.Event!), StoredTypes.Store(decision.Event!));
        var rows = RowsOf(target);
        foreach (var row in @event is CycleEvent
            ? CycleRows.Changed(CycleRows.Read(rows), CycleState.Evolve(CycleRows.Read(rows), @event))
            : ClearingRows.Changed(ClearingRows.Read(rows), ClearingState.Evolve(ClearingRows.Read(rows), @event)))
        {
            (row.Parent ?? row.Id).ShouldBe(target);
            _aggregates.TryAdd(target, []);
            _aggregates[target][row.Id] = row;
        }
        foreach (var message in decision.Messages)
        {
            _messages.Enqueue((new(book, seq), message));
        }
        return null;
    }

    private long Append(string book, Obligation? obligation, Cause? cause, IReadOnlyList<Posting> postings)
    {
        if (!_books.TryGetValue(book, out var entries))
        {
            _books[book] = entries = [];
        }
        _balances.TryAdd(book, new(StringComparer.Ordinal));
        foreach (var (account, fen) in postings)
        {
            _balances[book][account] = _balances[book].GetValueOrDefault(account) + fen;
        }
        entries.Add(new(obligation, cause));
        return entries.Count;
    }

    private ClearingFacts Sum(ObligationRange range) => new(_books[range.Book]
        .Select((e, i) => (e.Obligation, e.Cause, Seq: range.MirrorOf is null ? i + 1L : e.Cause?.Seq ?? 0))
        .Where(e => e.Obligation is not null && e.Seq > range.FromSeq && e.Seq < range.ToSeq)
        .Where(e => range.MirrorOf is null
            ? e.Obligation!.Kind is ObligationKind.Approval or ObligationKind.ClawBack
            : e.Cause?.Book == range.MirrorOf)
        .GroupBy(e => (e.Obligation!.Kind, e.Obligation.Counterparty))
        .Select(g => new Obligation(g.Key.Kind, g.Key.Counterparty, new(g.Sum(e => e.Obligation!.Amount.Fen))))
        .ToArray());

    private List<StateRow> RowsOf(string target) => [.. _aggregates.GetValueOrDefault(target, []).Values];

    private static CommandContext ContextOf(string actor, Cause? cause = null)
    {
        Actor.TryParse(actor, out var parsed).ShouldBeTrue();
        return new(At, parsed, cause);
    }

    private sealed record Entry(Obligation? Obligation, Cause? Cause);
}
