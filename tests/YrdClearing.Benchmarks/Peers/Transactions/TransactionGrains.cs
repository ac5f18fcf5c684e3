using Orleans.Concurrency;
using Orleans.Transactions.Abstractions;

namespace YrdClearing.Benchmarks.Peers.Transactions;

/// <summary>A voucher with its order, claim and payout, of peer (c).</summary>
[Alias("benchmark-voucher")]
public interface ITransactionVoucherGrain : IGrainWithStringKey
{
    [Transaction(TransactionOption.Create)]
    Task Execute(TransactionCommand command);
}

/// <summary>An account of a book, of peer (c).</summary>
[Alias("benchmark-account")]
public interface ITransactionAccountGrain : IGrainWithStringKey
{
    [Transaction(TransactionOption.Join)]
    Task Post(long fen);
}

/// <summary>A key that one voucher of the whole network may hold: an open application, an invoice.</summary>
[Alias("benchmark-key")]
public interface ITransactionKeyGrain : IGrainWithStringKey
{
    [Transaction(TransactionOption.Join)]
    Task Take(string holder);

    [Transaction(TransactionOption.Join)]
    Task Free();
}

/// <summary>A command with the facts that ours would ask other grains for; the peer gets them for nothing.</summary>
[GenerateSerializer, Immutable]
public sealed record TransactionCommand(
    [property: Id(0)] string Id,
    [property: Id(1)] long At,
    [property: Id(2)] string Actor,
    [property: Id(3)] byte[] Hash,
    [property: Id(4)] string Body,
    [property: Id(5)] string Name,
    [property: Id(6)] string Fund,
    [property: Id(7)] string Enterprise,
    [property: Id(8)] string Host,
    [property: Id(9)] string Provider,
    [property: Id(10)] string? Invoice,
    [property: Id(11)] long Fen);

/// <summary>What a voucher grain stores: its status and its entries, which hold the ids of the commands it has applied.</summary>
[GenerateSerializer]
public sealed class TransactionVoucherState
{
    [Id(0)] public int Step { get; set; }
    [Id(1)] public long Amount { get; set; }
    [Id(2)] public long Subsidy { get; set; }
    [Id(3)] public List<TransactionEntry> Entries { get; set; } = [];
}

[GenerateSerializer, Immutable]
public sealed record TransactionEntry(
    [property: Id(0)] string CommandId,
    [property: Id(1)] byte[] Hash,
    [property: Id(2)] long At,
    [property: Id(3)] string Actor,
    [property: Id(4)] string Event,
    [property: Id(5)] string Data,
    [property: Id(6)] string[] Accounts,
    [property: Id(7)] long[] Amounts);

[GenerateSerializer]
public sealed class TransactionAccountState
{
    [Id(0)] public long Fen { get; set; }
    [Id(1)] public long Postings { get; set; }
}

[GenerateSerializer]
public sealed class TransactionKeyState
{
    [Id(0)] public string? Holder { get; set; }
}

[Reentrant]
public sealed class TransactionVoucherGrain(
    [TransactionalState("voucher", TransactionSilo.Storage)] ITransactionalState<TransactionVoucherState> state)
    : Grain, ITransactionVoucherGrain
{
    public async Task Execute(TransactionCommand command)
    {
        var step = TransactionSteps.Of(command);
        var (subsidy, isNew) = await state.PerformUpdate(voucher =>
        {
            if (voucher.Entries.Exists(e => e.CommandId == command.Id))
            {
                return (0, false);
            }
            if (voucher.Step != step.From)
            {
                throw new InvalidOperationException($"{command.Id}: wrong state {voucher.Step}.");
            }
            voucher.Step = step.From + 1;
            voucher.Amount = step.From == 0 ? command.Fen : voucher.Amount;
            voucher.Subsidy = step.From == TransactionSteps.Place ? command.Fen / 2 : voucher.Subsidy;
            var postings = step.Postings(voucher.Amount, voucher.Subsidy);
            voucher.Entries.Add(new(
                command.Id, command.Hash, command.At, command.Actor, command.Name, command.Body,
                Array.ConvertAll(postings, p => p.Account), Array.ConvertAll(postings, p => p.Fen)));
            return (voucher.Subsidy, true);
        });
        if (!isNew)
        {
            return;
        }
        if (step.Takes is { } taken)
        {
            await GrainFactory.GetGrain<ITransactionKeyGrain>(taken).Take(this.GetPrimaryKeyString());
        }
        if (step.Frees is { } freed)
        {
            await GrainFactory.GetGrain<ITransactionKeyGrain>(freed).Free();
        }
        var amount = await state.PerformRead(voucher => voucher.Amount);
        // In the order of their names, as the other peers: locks are taken in one order.
        foreach (var (account, fen) in step.Postings(amount, subsidy).OrderBy(p => p.Account, StringComparer.Ordinal))
        {
            await GrainFactory.GetGrain<ITransactionAccountGrain>(account).Post(fen);
        }
    }
}

[Reentrant]
public sealed class TransactionAccountGrain(
    [TransactionalState("account", TransactionSilo.Storage)] ITransactionalState<TransactionAccountState> state)
    : Grain, ITransactionAccountGrain
{
    public Task Post(long fen) => state.PerformUpdate(account =>
    {
        account.Fen += fen;
        account.Postings++;
    });
}

[Reentrant]
public sealed class TransactionKeyGrain(
    [TransactionalState("key", TransactionSilo.Storage)] ITransactionalState<TransactionKeyState> state)
    : Grain, ITransactionKeyGrain
{
    public Task Take(string holder) => state.PerformUpdate(key =>
        key.Holder = key.Holder is null ? holder : throw new InvalidOperationException("The key is taken."));

    public Task Free() => state.PerformUpdate(key => key.Holder = null);
}
