using Npgsql;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Benchmarks.Peers;

/// <summary>
/// Peer (a): one PostgreSQL transaction a command in one round trip. A prepared call of a function (peer-functions.sql) locks the state
/// row, checks it, changes it, writes entry and keys, and changes the balances under row locks, READ COMMITTED. It does the data work of
/// ours and fewer rules; no hash chain, no gapless numbers, no messages: both books are in one transaction. Row locks on hot balances are
/// held for nothing but the commit; more isolation would only abort more.
/// </summary>
internal sealed class FunctionPath(NpgsqlDataSource source) : IClearingPath
{
    public async ValueTask<Task> SendAsync(ReadOnlyMemory<byte> command)
    {
        var call = PeerCall.Read(command);
        await using var sql = Sql(call);
        if (await sql.ExecuteScalarAsync() is not long)
        {
            throw new CommandRefusedException(call.Id);
        }
        return Task.CompletedTask;
    }

    private NpgsqlCommand Sql(PeerCall call) => call.Command switch
    {
        ApplyVoucher c => Call(
            "SELECT voucher_apply($1, $2, $3, $4, $5, $6, $7, $8, $9)", call, c.Voucher, c.Enterprise, c.Fund, c.Amount.Fen),
        ApproveVoucher c => Call("SELECT voucher_approve($1, $2, $3, $4, $5, $6, $7)", call, c.Voucher, call.Day),
        PlaceOrder c => Call(
            "SELECT order_place($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", call,
            c.Voucher, c.Order, c.Provider, c.Service, c.Price.Fen, call.Day),
        AcceptOrder c   => Step(call, c.Order, "Placed", "Accepted"),
        DeliverOrder c  => Step(call, c.Order, "Accepted", "Delivered", c.Contract, c.Invoice, c.InvoiceAmount.Fen),
        ConfirmOrder c  => Step(call, c.Order, "Delivered", "Confirmed"),
        SubmitClaim c   => Call("SELECT claim_submit($1, $2, $3, $4, $5, $6)", call, c.Order),
        ReviewClaim c   => Call("SELECT claim_review($1, $2, $3, $4, $5, $6)", call, c.Order),
        ApproveClaim c  => Call("SELECT claim_approve($1, $2, $3, $4, $5, $6)", call, c.Order),
        InstructPayout c => Call("SELECT payout_instruct($1, $2, $3, $4, $5, $6)", call, c.Order),
        ConfirmPayout c => Call("SELECT payout_confirm($1, $2, $3, $4, $5, $6)", call, c.Order),
        _ => throw new CommandRefusedException($"{call.Envelope.Do} is no command of the load."),
    };

    private NpgsqlCommand Step(
        PeerCall call, string order, string from, string to, string? contract = null, string? invoice = null, long? amount = null) =>
        Call("SELECT order_step($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)", call, order, from, to, contract, invoice, amount);

    private NpgsqlCommand Call(string sql, PeerCall call, params ReadOnlySpan<object?> arguments)
    {
        var command = source.CreateCommand(sql);
        command.Add(call.At);
        command.Add(call.Actor);
        command.Add(call.Id);
        command.Add(call.Hash);
        command.Add(call.Body);
        foreach (var argument in arguments)
        {
            command.Add(argument);
        }
        return command;
    }
}

internal static class PeerParameters
{
    /// <summary>Adds a parameter by position; its type decides PostgreSQL's.</summary>
    public static void Add(this NpgsqlCommand command, object? value) => command.Parameters.Add(value switch
    {
        long fen  => new NpgsqlParameter<long> { TypedValue = fen },
        string t  => new NpgsqlParameter<string> { TypedValue = t },
        byte[] b  => new NpgsqlParameter<byte[]> { TypedValue = b },
        DateOnly d => new NpgsqlParameter<DateOnly> { TypedValue = d },
        string[] a => new NpgsqlParameter<string[]> { TypedValue = a },
        long[] a => new NpgsqlParameter<long[]> { TypedValue = a },
        null => new NpgsqlParameter { Value = DBNull.Value },
        _ => throw new ArgumentException($"{value.GetType().Name} is no parameter of a peer.", nameof(value)),
    });
}
