using Npgsql;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Benchmarks.Peers;

/// <summary>
/// Peer (b): the same transactions as an ordinary service writes them, the rules in the service: BEGIN, SELECT … FOR UPDATE, the facts, the
/// UPDATEs and INSERTs, COMMIT, a prepared statement and a round trip each, READ COMMITTED. The order of the locks is that of peer (a), the
/// hot accounts last, so that it never deadlocks.
/// </summary>
internal sealed class ServicePath(NpgsqlDataSource source) : IClearingPath
{
    public async ValueTask<Task> SendAsync(ReadOnlyMemory<byte> command)
    {
        var call = PeerCall.Read(command);
        await using var connection = await source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        var work = new ServiceTransaction(connection, call);
        await (call.Command switch
        {
            ApplyVoucher c   => ApplyAsync(work, c),
            ApproveVoucher c => ApproveAsync(work, c),
            PlaceOrder c     => PlaceAsync(work, c),
            AcceptOrder c    => StepAsync(work, c.Order, "Placed", "Accepted", null, null, null),
            DeliverOrder c   => StepAsync(work, c.Order, "Accepted", "Delivered", c.Contract, c.Invoice, c.InvoiceAmount.Fen),
            ConfirmOrder c   => StepAsync(work, c.Order, "Delivered", "Confirmed", null, null, null),
            SubmitClaim c    => SubmitAsync(work, c),
            ReviewClaim c    => ReviewAsync(work, c),
            ApproveClaim c   => ApproveClaimAsync(work, c),
            InstructPayout c => InstructAsync(work, c),
            ConfirmPayout c  => ConfirmAsync(work, c),
            _ => throw new CommandRefusedException($"{call.Envelope.Do} is no command of the load."),
        });
        await transaction.CommitAsync();
        return Task.CompletedTask;
    }

    private static async Task ApplyAsync(ServiceTransaction work, ApplyVoucher c)
    {
        var facts = await work.RowAsync("SELECT sme, listed, region FROM enterprise WHERE uscc = $1", c.Enterprise);
        work.Require((bool)facts[0] && !(bool)facts[1] && ((string)facts[2]).StartsWith(c.Fund[..2], StringComparison.Ordinal));
        await work.RunAsync(
            "INSERT INTO voucher VALUES ($1, $2, $3, $4, 'Applied', $5, 0, 0, 0, NULL, NULL, NULL, 1, $6)",
            c.Voucher, "fund:" + c.Fund, c.Fund, c.Enterprise, c.Amount.Fen, work.Call.At);
        await work.PostAsync("fund:" + c.Fund, "voucher:" + c.Voucher, "voucher.applied",
            [$"application/{c.Fund}/{c.Enterprise}", "voucher/" + c.Voucher]);
    }

    private static async Task ApproveAsync(ServiceTransaction work, ApproveVoucher c)
    {
        var v = await work.RowAsync("SELECT status, book, fund, enterprise, amount FROM voucher WHERE id = $1 FOR UPDATE", c.Voucher);
        var (book, fund, enterprise, amount) = ((string)v[1], (string)v[2], (string)v[3], (long)v[4]);
        work.Require((string)v[0] == "Applied" && work.Call.Actor.StartsWith(book + "/", StringComparison.Ordinal));
        var policy = await work.RowAsync("SELECT version, use_days, claim_days FROM policy WHERE fund = $1", fund);
        var useBy = work.Call.Day.AddDays((int)policy[1]);
        await work.RunAsync(
            "UPDATE voucher SET status = 'Issued', available = amount, policy = $2, use_by = $3, claim_by = $4, "
            + "version = version + 1, at = $5 WHERE id = $1", c.Voucher, policy[0], useBy, useBy.AddDays((int)policy[2]), work.Call.At);
        await work.RunAsync("DELETE FROM key WHERE key = $1", $"application/{fund}/{enterprise}");
        var quota = $"{enterprise}:{work.Call.Day.Year}";
        await work.PostAsync(book, "voucher:" + c.Voucher, "voucher.approved", [],
            ("budget:available", amount), ("budget:issued", -amount),
            ("quota:available:" + quota, amount), ("quota:granted:" + quota, -amount));
    }

    private static async Task PlaceAsync(ServiceTransaction work, PlaceOrder c)
    {
        var v = await work.RowAsync(
            "SELECT status, book, fund, enterprise, available, use_by FROM voucher WHERE id = $1 FOR UPDATE", c.Voucher);
        var (book, fund, enterprise) = ((string)v[1], (string)v[2], (string)v[3]);
        var q = await work.RowAsync("SELECT fund, services, provinces, listed FROM provider WHERE uscc = $1", c.Provider);
        var rate = await work.RowAsync("SELECT rate FROM policy WHERE fund = $1", fund);
        var listed = await work.RowAsync("SELECT listed FROM enterprise WHERE uscc = $1", enterprise);
        var subsidy = c.Price.Fen * (long)rate[0] / 10_000;
        work.Require((string)v[0] is "Issued" or "PartlyUsed" && work.Call.Actor == "enterprise:" + enterprise && !(bool)listed[0]
            && !(bool)q[3] && ((string[])q[1]).Contains(c.Service) && ((string[])q[2]).Contains(fund) && subsidy <= (long)v[4]);
        await work.RunAsync(
            "UPDATE voucher SET status = 'PartlyUsed', available = available - $2, reserved = reserved + $2, "
            + "version = version + 1, at = $3 WHERE id = $1", c.Voucher, subsidy, work.Call.At);
        await work.RunAsync(
            "INSERT INTO service_order VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'Placed', NULL, NULL, NULL, NULL, 1, $10)",
            c.Order, c.Voucher, book, "fund:" + (string)q[0], c.Provider, c.Service, c.Price.Fen, subsidy, c.Price.Fen - subsidy,
            work.Call.At);
        await work.PostAsync(book, "voucher:" + c.Voucher, "order.placed", ["order/" + c.Order],
            ("budget:issued", subsidy), ("budget:reserved", -subsidy));
    }

    private static async Task StepAsync(
        ServiceTransaction work, string order, string from, string to, string? contract, string? invoice, long? amount)
    {
        var o = await work.RowAsync("SELECT status, home, voucher, price, subsidy FROM service_order WHERE id = $1 FOR UPDATE", order);
        work.Require((string)o[0] == from && !(amount > (long)o[3]));
        await work.RunAsync(
            "UPDATE service_order SET status = $2, contract = coalesce($3, contract), invoice = coalesce($4, invoice), own = $5, "
            + "version = version + 1, at = $6 WHERE id = $1",
            order, to, contract, invoice, (amount ?? (long)o[3]) - (long)o[4], work.Call.At);
        await work.PostAsync((string)o[1], "voucher:" + (string)o[2], "order." + to, []);
    }

    private static async Task SubmitAsync(ServiceTransaction work, SubmitClaim c)
    {
        var o = await work.RowAsync(
            "SELECT status, claim, home, voucher, provider, invoice FROM service_order WHERE id = $1 FOR UPDATE", c.Order);
        var listed = await work.RowAsync("SELECT listed FROM provider WHERE uscc = $1", o[4]);
        work.Require((string)o[0] == "Confirmed" && o[1] is DBNull && !(bool)listed[0] && work.Call.Actor == "provider:" + o[4]);
        await work.RunAsync(
            "UPDATE service_order SET claim = 'Submitted', version = version + 1, at = $2 WHERE id = $1", c.Order, work.Call.At);
        await work.PostAsync((string)o[2], "voucher:" + (string)o[3], "claim.submitted", ["invoice/" + (string)o[5]]);
    }

    private static async Task ReviewAsync(ServiceTransaction work, ReviewClaim c)
    {
        var o = await work.RowAsync("SELECT claim, home, host, voucher FROM service_order WHERE id = $1 FOR UPDATE", c.Order);
        work.Require((string)o[0] == "Submitted" && work.Call.Actor.StartsWith((string)o[2] + "/", StringComparison.Ordinal));
        await work.RunAsync(
            "UPDATE service_order SET claim = 'Reviewed', reviewer = $2, version = version + 1, at = $3 WHERE id = $1",
            c.Order, work.Call.Actor, work.Call.At);
        await work.PostAsync((string)o[1], "voucher:" + (string)o[3], "claim.reviewed", []);
    }

    private static async Task ApproveClaimAsync(ServiceTransaction work, ApproveClaim c)
    {
        var o = await work.RowAsync(
            "SELECT claim, home, host, voucher, provider, subsidy, reviewer FROM service_order WHERE id = $1 FOR UPDATE", c.Order);
        var (home, host, voucher, provider, fen) = ((string)o[1], (string)o[2], (string)o[3], (string)o[4], (long)o[5]);
        work.Require((string)o[0] == "Reviewed" && work.Call.Actor.StartsWith(home + "/", StringComparison.Ordinal)
            && work.Call.Actor != (string)o[6]);
        await work.RunAsync(
            "UPDATE service_order SET claim = 'Approved', version = version + 1, at = $2 WHERE id = $1", c.Order, work.Call.At);
        await work.RunAsync(
            "UPDATE voucher SET reserved = reserved - $2, redeemed = redeemed + $2, version = version + 1, at = $3 WHERE id = $1",
            voucher, fen, work.Call.At);
        await work.RunAsync("INSERT INTO payout VALUES ($1, $2, $3, $4, 'Due', 1, $5)", c.Order, host, provider, fen, work.Call.At);
        var homeEntry = new ServiceEntry(home, "voucher:" + voucher, "claim.approved", "Approval", host, fen,
            ("budget:approved", -fen), ("budget:reserved", fen), ("expenses:subsidy", fen), ("liabilities:due-to:" + host, -fen));
        var mirror = new ServiceEntry(host, "payout:" + c.Order, "payout.due", "ApprovalMirror", home, fen,
            ("assets:due-from:" + home, fen), ("liabilities:claims:" + provider, -fen));
        await work.PostBothAsync(homeEntry, mirror);
    }

    private static async Task InstructAsync(ServiceTransaction work, InstructPayout c)
    {
        var p = await work.RowAsync("SELECT status, book, payee, amount FROM payout WHERE id = $1 FOR UPDATE", c.Order);
        var (book, fen) = ((string)p[1], (long)p[3]);
        work.Require((string)p[0] == "Due" && work.Call.Actor.StartsWith(book + "/", StringComparison.Ordinal));
        await PayoutToAsync(work, c.Order, "Instructed");
        await work.PostAsync(book, "payout:" + c.Order, "payout.instructed", [],
            ("liabilities:claims:" + (string)p[2], fen), ("liabilities:payments-in-transit", -fen));
        var free = await work.RowAsync(
            "SELECT sum(fen)::bigint FROM balance WHERE book = $1 AND account IN ('assets:cash', 'liabilities:payments-in-transit')", book);
        work.Require((long)free[0] >= 0);
    }

    private static async Task ConfirmAsync(ServiceTransaction work, ConfirmPayout c)
    {
        var p = await work.RowAsync("SELECT status, book, amount FROM payout WHERE id = $1 FOR UPDATE", c.Order);
        work.Require((string)p[0] == "Instructed" && work.Call.Actor == "bank:network");
        await PayoutToAsync(work, c.Order, "Paid");
        await work.PostAsync((string)p[1], "payout:" + c.Order, "payout.paid", [],
            ("assets:cash", -(long)p[2]), ("liabilities:payments-in-transit", (long)p[2]));
    }

    private static async Task PayoutToAsync(ServiceTransaction work, string order, string status)
    {
        await work.RunAsync("UPDATE payout SET status = $2, version = version + 1, at = $3 WHERE id = $1", order, status, work.Call.At);
        await work.RunAsync(
            "UPDATE service_order SET claim = $2, version = version + 1, at = $3 WHERE id = $1", order, status, work.Call.At);
    }
}
