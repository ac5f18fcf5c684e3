using System.Text.Json;
using YrdClearing.Domain.Commands;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Simulation.Disk;

namespace YrdClearing.Simulation.Invariants;

/// <summary>The first invariant that did not hold, and when.</summary>
public sealed record Violation(string Invariant, string Detail, int Step);

/// <summary>Sees all that becomes durable, all that is acknowledged and all that is answered, and checks the invariants after each step.</summary>
internal sealed class Observer
{
    private readonly Invariant[] _invariants;
    private readonly AcknowledgedIsDurable _acknowledged;
    private readonly RefusalIsTrue _refusals;
    private readonly AppliedIsApplied _applied;

    public Observer(SimulatedDisk disk)
    {
        Disk = disk;
        Commands = new(this);
        _acknowledged = new(this);
        _refusals = new(this);
        _applied = new(this);
        _invariants =
        [
            new BooksBalance(this),
            new MirrorsAgree(this),
            new GuardedAccounts(this),
            new BudgetIdentity(this),
            new HoldsCount(this),
            new ExactlyOnce(this),
            _acknowledged,
            Commands,
            _refusals,
            new HashChain(this),
            new CutOffIsExact(this),
            new EscrowIsHeld(this),
            new PricesFollowPlans(this),
            new DepositsEndOnce(this),
            new FactsHold(this),
            new LicencesFollowOffers(this),
            new FundsCoverClaims(this),
            new TitlesFollow(this),
            new OutboxOrder(this),
            new RowsAreEvents(this),
            new KeysAreHeld(this),
            _applied,
            new DeliveredIsApplied(this),
            new EverythingDrains(this),
        ];
    }

    public SimulatedDisk Disk { get; }

    public Model Model { get; } = new();

    /// <summary>Commands under way and answered; also holds that a rejection changes nothing.</summary>
    public RejectionChangesNothing Commands { get; }

    /// <summary>The names of all invariants.</summary>
    public IReadOnlyList<string> Names => [.. _invariants.Select(i => i.Name)];

    /// <summary>Commands, calls, messages, transactions and faults so far.</summary>
    public int Steps { get; private set; }

    public Violation? Violation { get; private set; }

    /// <summary>Entries written in this run, by event.</summary>
    public Dictionary<string, int> Events { get; } = new(StringComparer.Ordinal);

    public void Step() => Steps++;

    public void Fail(string invariant, string detail) => Violation ??= new(invariant, detail, Steps);

    /// <summary>Takes over what the disk held before the run began.</summary>
    public void Begin(IEnumerable<(NumberedEntry Entry, JsonElement Event)> entries)
    {
        foreach (var (entry, data) in entries)
        {
            Model.Apply(entry, data);
            foreach (var invariant in _invariants)
            {
                invariant.TakeOver(entry, data);
            }
        }
        AfterStep();
        Disk.Written = Written;
    }

    public void AfterStep()
    {
        for (var i = 0; i < _invariants.Length && Violation is null; i++)
        {
            _invariants[i].AfterStep();
        }
    }

    public void AtEnd()
    {
        for (var i = 0; i < _invariants.Length && Violation is null; i++)
        {
            _invariants[i].AtEnd();
        }
    }

    public void CommitAnswered(CommitRequest request, CommitResult result, long fromSeq, bool ownsBook)
    {
        if (result.Status == CommitStatus.Written)
        {
            _acknowledged.Committed(request, result.Seq);
        }
        else if (result.Rejection is { } rejection && ownsBook)
        {
            _refusals.Refused(request, rejection, fromSeq);
        }
    }

    public void MessageAcknowledged(PendingMessage message) => _acknowledged.Applied(message);

    public void Answered(Envelope envelope, Outcome outcome, bool wasAccepted, bool isRetry)
    {
        if (outcome.Receipt is { } receipt)
        {
            _acknowledged.Received(envelope, receipt);
        }
        else
        {
            Commands.Refused(envelope, outcome.Rejection!, wasAccepted, isRetry);
        }
    }

    public void Applied(Receipt receipt) => _applied.Applied(receipt);

    private void Written(BookBatch batch)
    {
        foreach (var entry in batch.Entries)
        {
            Events[entry.Request.Event] = Events.GetValueOrDefault(entry.Request.Event) + 1;
            Apply(entry);
        }
    }

    private void Apply(NumberedEntry entry)
    {
        if (Violation is not null)
        {
            return;
        }
        try
        {
            using var json = JsonDocument.Parse(entry.Request.Data.Utf8);
            Model.Apply(entry, json.RootElement);
            foreach (var invariant in _invariants)
            {
                invariant.Written(entry, json.RootElement);
            }
        }
        catch (Exception e) when (e is InvalidOperationException or KeyNotFoundException or ArgumentException)
        {
            Fail(RowsAreEvents.TheName, $"{entry.Request.Book}/{entry.Seq} {entry.Request.Event} cannot have happened: {e.Message}");
        }
    }
}
