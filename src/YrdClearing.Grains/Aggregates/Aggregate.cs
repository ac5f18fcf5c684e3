using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Journal;

namespace YrdClearing.Grains.Aggregates;

/// <summary>
/// The way of every command and message through its aggregate: gather facts, decide on the committed state, commit, and only then take the
/// new state over. One call at a time, since the decision and its commit belong together.
/// </summary>
public abstract class Aggregate<TState>(string id, ClearingServices services, INetwork network) : Aggregate(id)
    where TState : class
{
    /// <summary>How often a decision is made again because a state row had been written by another activation.</summary>
    private const int MaxStaleRetries = 5;

    // A handful, and one array for each aggregate in memory: looking through it costs less than a table.
    private RowVersion[] _versions = [];
    private Standing<TState> _standing = Standing<TState>.None;

    /// <summary>What it has committed. Others may read it from any thread: it is whole and immutable.</summary>
    public Standing<TState> Standing => Volatile.Read(ref _standing);

    /// <summary>The committed state; null when the aggregate does not exist yet.</summary>
    public TState? State => Standing.State;

    protected ClearingServices Services => services;

    protected INetwork Network => network;

    /// <summary>The part of the id after the first colon.</summary>
    protected string Key => KeyOf(Id);

    public override async Task LoadAsync(CancellationToken cancellation)
    {
        var rows = await services.Store.LoadAsync(Id, cancellation);
        // What cannot be read changes nothing: versions that are ahead of the state would let it overwrite what it never saw.
        var state = rows.Count == 0 ? null : Read(rows.Select(r => r.Row).ToList());
        _versions = [.. rows.Select(r => new RowVersion(r.Row.Id, r.Version))];
        Stands(state);
        IsLost = false;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<CommandReply> ExecuteAsync(CommandCall call)
    {
        var envelope = call.Envelope;
        var context = envelope.Context;
        var hash = SHA256.HashData(envelope.Body);
        for (var attempt = 0; ; attempt++)
        {
            var facts = FactsFor(attempt);
            var decision = await DecideAsync(context, envelope.Command, facts);
            if (decision.Rejection is { } refused)
            {
                if (attempt < MaxStaleRetries && await IsOutdatedAsync(facts))
                {
                    continue;
                }
                return await CommandIds.AnswerRejectionAsync(services.Store, envelope, hash, refused, decision.Claims);
            }
            var after = Evolve(State, decision.Event!);
            var request = Request(decision, after, facts, context, envelope.Command, envelope.Id, hash);
            var result = await CommitAsync(request, decision, after);
            switch (result.Status)
            {
                case CommitStatus.Written:
                    return new(request.Book, result.Seq, envelope.At.UnixMicroseconds, Id, request.Messages.Count > 0, null);
                case CommitStatus.Rejected when attempt < MaxStaleRetries && await IsOutdatedAsync(facts):
                    continue;
                case CommitStatus.Rejected:
                    return await CommandIds.AnswerRejectionAsync(services.Store, envelope, hash, result.Rejection!, decision.Claims);
                case CommitStatus.Duplicate:
                    return await CommandIds.AnswerDuplicateAsync(services.Store, envelope, hash);
                case CommitStatus.Stale
                    when !await ReloadAsync() && await CommandIds.TakenAsync(services.Store, decision.Claims) is { } code:
                    // The other version was not ours: a row of the key's holder (an order of another voucher).
                    return await CommandIds.AnswerRejectionAsync(services.Store, envelope, hash, code, decision.Claims);
                case CommitStatus.Stale when attempt < MaxStaleRetries:
                    continue;
                default:
                    throw new InvalidOperationException($"{Id} was written by others {MaxStaleRetries} times in a row; try again.");
            }
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    protected override async ValueTask<AppliedReply> ApplyAsync(PendingMessage message, Command command)
    {
        if (!Actor.TryParse(message.Actor, out var actor))
        {
            throw new InvalidDataException($"{message.Key}: '{message.Actor}' is not an actor.");
        }
        var context = new CommandContext(message.At, actor, new Cause(message.Key.Book, message.Key.Seq));
        for (var attempt = 0; ; attempt++)
        {
            await BeforeApplyAsync(context, command);
            var facts = FactsFor(attempt);
            var (decided, why) = await TryDecideAsync(context, command, facts);
            if (decided is not { } decision)
            {
                if (await AppliedBeforeAsync(message.Key) is { } before)
                {
                    return before;
                }
                if (attempt < MaxStaleRetries && await IsOutdatedAsync(facts))
                {
                    continue;
                }
                throw NotApplicable(message, why!);
            }
            var after = Evolve(State, decision.Event!);
            var request = Request(decision, after, facts, context, command, cause: message.Key);
            var result = await CommitAsync(request, decision, after);
            switch (result.Status)
            {
                case CommitStatus.Written:
                    return new(request.Book, result.Seq, request.Messages.Count > 0);
                case CommitStatus.Duplicate:
                    return await AppliedBeforeAsync(message.Key) ?? throw NotApplicable(message, "taken, but by no entry");
                case CommitStatus.Stale when attempt < MaxStaleRetries:
                    await ReloadAsync();
                    continue;
                default:
                    throw NotApplicable(message, result.Rejection?.Code.Wire() ?? "stale");
            }
        }
    }

    /// <summary>
    /// Decides about a message; no decision and a reason when the state cannot take it: it may have been applied before, or this state may
    /// be outdated.
    /// </summary>
    private async Task<(Decision? Decision, string? Why)> TryDecideAsync(CommandContext context, Command command, Facts facts)
    {
        try
        {
            var decision = await DecideAsync(context, command, facts);
            return decision.Rejection is { } refused ? (null, refused.Code.Wire()) : (decision, null);
        }
        catch (InvalidOperationException e)
        {
            return (null, e.Message);
        }
    }

    protected abstract TState? Read(IReadOnlyList<StateRow> rows);

    protected abstract IReadOnlyList<StateRow> Changed(TState? before, TState after);

    protected abstract TState Evolve(TState? state, DomainEvent @event);

    /// <summary>Gathers the facts the command needs and decides.</summary>
    protected abstract ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts);

    /// <summary>The book this aggregate's entries go to.</summary>
    protected abstract string BookOf(Command command);

    /// <summary>Told of each event of this aggregate once it is durable.</summary>
    protected virtual void Committed(DomainEvent @event)
    {
    }

    /// <summary>Work of a message that precedes its own entry (the parts of a deadlines run).</summary>
    protected virtual Task BeforeApplyAsync(CommandContext context, Command command) => Task.CompletedTask;

    protected static string KeyOf(string id) => id[(id.IndexOf(':') + 1)..];

    private CommitRequest Request(
        Decision decision, TState after, Facts facts, CommandContext context, Command command,
        string? commandId = null, byte[]? bodyHash = null, MessageKey? cause = null)
    {
        var rows = Writes(Changed(State, after));
        return new()
        {
            CommandId = commandId,
            BodyHash = bodyHash,
            Cause = cause,
            Book = BookOf(command),
            Aggregate = Id,
            At = context.At,
            Actor = context.Actor.Text,
            Event = StoredTypes.NameOf(decision.Event!),
            Data = StoredTypes.Store(decision.Event!),
            Postings = decision.Postings,
            Grants = decision.Grants,
            Guards = decision.Guards,
            Claims = decision.Claims,
            Frees = decision.Frees,
            Messages = Outgoing(decision.Messages),
            Obligation = decision.Obligation,
            Personal = decision.Personal,
            Rows = rows,
            Facts = DecidedOn(rows, facts),
        };
    }

    /// <summary>
    /// What the decision rests on: the facts, and the aggregate's own row unless it is written and looked at with that. An order's event
    /// tells where the voucher stands, also when it leaves the voucher's row alone.
    /// </summary>
    private IReadOnlyList<RowVersion> DecidedOn(RowWrite[] rows, Facts facts)
    {
        foreach (var write in rows)
        {
            if (write.Row.Id == Id)
            {
                return facts.Held;
            }
        }
        return facts.Held.Count == 0 ? [new(Id, VersionOf(Id))] : [.. facts.Held, new(Id, VersionOf(Id))];
    }

    private RowWrite[] Writes(IReadOnlyList<StateRow> rows)
    {
        var writes = new RowWrite[rows.Count];
        for (var i = 0; i < writes.Length; i++)
        {
            writes[i] = new(rows[i], VersionOf(rows[i].Id));
        }
        return writes;
    }

    private static OutgoingMessage[] Outgoing(IReadOnlyList<Message> messages)
    {
        if (messages.Count == 0)
        {
            return [];
        }
        var outgoing = new OutgoingMessage[messages.Count];
        for (var n = 0; n < outgoing.Length; n++)
        {
            var (to, target, command, afterAll) = messages[n];
            outgoing[n] = new(n, to, target, StoredTypes.NameOf(command), StoredTypes.Store(command), afterAll);
        }
        return outgoing;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<CommitResult> CommitAsync(CommitRequest request, Decision decision, TState after)
    {
        CommitResult result;
        try
        {
            result = await network.CommitAsync(request, Host);
        }
        catch
        {
            IsLost = true;
            Leaves?.Invoke("it does not know what the journal says");
            throw;
        }
        if (result.Status == CommitStatus.Written)
        {
            foreach (var write in request.Rows)
            {
                Written(write);
            }
            Stands(after);
            Committed(decision.Event!);
        }
        return result;
    }

    /// <summary>The version of one of its rows as it is in memory; 0 when there is no such row.</summary>
    private long VersionOf(string row)
    {
        foreach (var known in _versions)
        {
            if (known.Id == row)
            {
                return known.Version;
            }
        }
        return 0;
    }

    private void Written(RowWrite write)
    {
        var version = write.ExpectedVersion + 1;
        for (var i = 0; i < _versions.Length; i++)
        {
            if (_versions[i].Id == write.Row.Id)
            {
                _versions[i] = _versions[i] with { Version = version };
                return;
            }
        }
        _versions = [.. _versions, new(write.Row.Id, version)];
    }

    private void Stands(TState? state)
    {
        Volatile.Write(ref _standing, new(state, VersionOf(Id)));
        IsLoaded = true;
    }

    /// <summary>Owners are asked; once an answer may have been outdated, the journal is.</summary>
    private Facts FactsFor(int attempt) => new(network, services.Store, fromJournal: attempt > 0);

    /// <summary>
    /// True when a refusal rested on what the journal no longer says, and is to be decided again: another activation, of this aggregate or
    /// of one that was asked, may have written what this one has not seen. Nothing would ever tell it but this look.
    /// </summary>
    private async Task<bool> IsOutdatedAsync(Facts facts) => await ReloadAsync() | await facts.AreOutdatedAsync();

    /// <summary>Reads the aggregate again; false when it was as it is in memory.</summary>
    private async Task<bool> ReloadAsync()
    {
        var before = _versions;
        await LoadAsync(CancellationToken.None);
        return before.Length != _versions.Length || before.Except(_versions).Any();
    }

    private MessageNotApplicableException NotApplicable(PendingMessage message, string why) =>
        new($"{message.Key.Key} ({message.Message.Type}) cannot be applied to {Id}: {why}.");

    /// <summary>Where a message was applied, when it was: its sender may not know, and follows what that caused.</summary>
    protected async Task<AppliedReply?> AppliedBeforeAsync(MessageKey key) =>
        await services.Store.FindKeysAsync([key.Key], CancellationToken.None) is [var taken]
            ? new(taken.Book, taken.Seq, HasMessages: true)
            : null;
}
