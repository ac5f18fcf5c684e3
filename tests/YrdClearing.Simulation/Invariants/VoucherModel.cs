using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>A voucher as its events add up; amounts in fen.</summary>
internal sealed class ModelVoucher
{
    public required string Id { get; init; }
    public required string Fund { get; init; }
    public required string Enterprise { get; init; }
    public required long Face { get; init; }
    public string Status { get; set; } = "Applied";
    public int QuotaYear { get; set; }
    public long Available { get; set; }
    public long Reserved { get; set; }
    public long Redeemed { get; set; }
    public long ClawedBack { get; set; }
    public long GivenBack { get; set; }

    public bool IsDecided => Status is not ("Applied" or "Rejected");

    /// <summary>What the amounts make of a voucher that is not over.</summary>
    public void Settle()
    {
        if (Status is "Issued" or "PartlyUsed")
        {
            Status = Reserved == 0 && Available == 0 ? "Exhausted" : Reserved == 0 && Redeemed == 0 ? "Issued" : "PartlyUsed";
        }
    }
}

/// <summary>An order with its claim and payout.</summary>
internal sealed class ModelOrder
{
    public required string Id { get; init; }
    public required string Voucher { get; init; }
    public required string Provider { get; init; }
    public required string HostFund { get; init; }
    public required string Payee { get; init; }
    public required string HomeBook { get; init; }
    public required string PayingBook { get; init; }
    public required string Route { get; init; }
    public required long Price { get; init; }
    public string Status { get; set; } = "Placed";
    public string? Claim { get; set; }

    /// <summary>As one invoice is typed in the simulation: blanks and small letters make no other of it.</summary>
    public string? Invoice
    {
        get;
        set => field = value?.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
    }

    public string? Reviewer { get; set; }
    public long Subsidy { get; set; }
    public long ClawedBack { get; set; }
    public string? Payout { get; set; }
    public long PayoutClawedBack { get; set; }
    public long Received { get; set; }
}

/// <summary>Vouchers, orders, claims and payouts of the network.</summary>
internal sealed class VoucherModel
{
    public Dictionary<string, ModelVoucher> Vouchers { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, ModelOrder> Orders { get; } = new(StringComparer.Ordinal);

    /// <summary>Granted to an enterprise in a year by a fund's book: (book, enterprise, year) → the cap and what is taken of it.</summary>
    public Dictionary<(string Book, string Enterprise, int Year), (long Cap, long Taken)> Quotas { get; } = [];

    /// <summary>Highest debt to other books at an approval, per fund's book; absent without a cap.</summary>
    public Dictionary<string, long> DebitCaps { get; } = new(StringComparer.Ordinal);

    public void Apply(NumberedEntry entry, JsonElement e)
    {
        var name = entry.Request.Event;
        if (name.StartsWith("voucher.", StringComparison.Ordinal))
        {
            ApplyVoucher(entry, name, e);
        }
        else if (name.StartsWith("order.", StringComparison.Ordinal) || name.StartsWith("claim.", StringComparison.Ordinal))
        {
            ApplyOrder(entry, name, e);
        }
        else if (name.StartsWith("payout.", StringComparison.Ordinal) && !ContractPayoutModel.IsOf(e))
        {
            ApplyPayout(name, Orders[e.Text("order")], e);
        }
        else if (name == "policy.published.1" && e.GetProperty("policy").TryGetProperty("netDebitCap", out var cap))
        {
            DebitCaps[entry.Request.Book] = cap.GetInt64();
        }
    }

    private void ApplyVoucher(NumberedEntry entry, string name, JsonElement e)
    {
        var id = e.Text("voucher");
        if (name == "voucher.applied.1")
        {
            Vouchers.Add(id, new() { Id = id, Fund = e.Text("fund"), Enterprise = e.Text("enterprise"), Face = e.Fen("amount") });
            return;
        }
        var v = Vouchers[id];
        switch (name)
        {
            case "voucher.approved.1":
                v.Status = "Issued";
                v.Available = v.Face;
                v.QuotaYear = e.GetProperty("quotaYear").GetInt32();
                var quota = (entry.Request.Book, v.Enterprise, v.QuotaYear);
                var (cap, taken) = Quotas.TryGetValue(quota, out var before) ? before : (e.Fen("annualCap"), 0);
                Quotas[quota] = (cap, taken + v.Face);
                break;
            case "voucher.rejected.1":
                v.Status = "Rejected";
                break;
            case "voucher.returned.1" or "voucher.revoked.1" or "voucher.expired.1":
                v.Status = name == "voucher.returned.1" ? "Returned" : name == "voucher.revoked.1" ? "Revoked" :
                    v.Reserved == 0 && v.Redeemed == 0 ? "Expired" : "Lapsed";
                GiveBack(entry.Request.Book, v, v.Available);
                v.Available = 0;
                break;
            default:
                throw new InvalidOperationException($"The model does not know {name}.");
        }
    }

    private void ApplyOrder(NumberedEntry entry, string name, JsonElement e)
    {
        if (name == "order.placed.1")
        {
            Place(entry, e);
            return;
        }
        var o = Orders[e.Text("order")];
        var v = Vouchers[o.Voucher];
        if (e.TryGetProperty("released", out var released))
        {
            var back = released.Fen("toAvailable");
            v.Reserved -= released.Fen("toIssued") + back;
            v.Available += released.Fen("toIssued");
            GiveBack(entry.Request.Book, v, back);
        }
        ApplySteps(name, o, v, e);
        v.Settle();
    }

    private static void ApplySteps(string name, ModelOrder o, ModelVoucher v, JsonElement e)
    {
        switch (name)
        {
            case "order.accepted.1": o.Status = "Accepted"; break;
            case "order.declined.1": o.Status = "Declined"; break;
            case "order.delivered.1":
                o.Status = "Delivered";
                o.Invoice = e.Text("invoice");
                o.Subsidy -= e.GetProperty("released").Fen("toIssued") + e.GetProperty("released").Fen("toAvailable");
                break;
            case "order.confirmed.1": o.Status = "Confirmed"; break;
            case "order.disputed.1": o.Status = "Disputed"; break;
            case "order.cancelled.1": o.Status = "Cancelled"; break;
            case "order.lapsed.1": o.Status = "Lapsed"; break;
            case "claim.submitted.1": o.Claim = "Submitted"; break;
            case "claim.reviewed.1": (o.Claim, o.Reviewer) = ("Reviewed", e.Text("reviewer")); break;
            case "claim.returned.1": o.Claim = "Returned"; break;
            case "claim.rejected.1": (o.Claim, o.Status) = ("Rejected", "Rejected"); break;
            case "claim.approved.1":
                o.Claim = "Approved";
                v.Reserved -= o.Subsidy;
                v.Redeemed += o.Subsidy;
                break;
            case "claim.instructed.1": o.Claim = "Instructed"; break;
            case "claim.paid.1": o.Claim = "Paid"; break;
            case "claim.payment-failed.1": o.Claim = "PaymentFailed"; break;
            case "claim.clawed-back.1":
                o.ClawedBack += e.Fen("amount");
                o.Claim = o.ClawedBack == o.Subsidy ? "Recovered" : "Paid";
                v.Redeemed -= e.Fen("amount");
                v.ClawedBack += e.Fen("amount");
                break;
            default: throw new InvalidOperationException($"The model does not know {name}.");
        }
    }

    private static void ApplyPayout(string name, ModelOrder o, JsonElement e)
    {
        switch (name)
        {
            case "payout.due.1": o.Payout = "Due"; break;
            case "payout.instructed.1": o.Payout = "Instructed"; break;
            case "payout.paid.1": o.Payout = "Paid"; break;
            case "payout.failed.1": o.Payout = "PaymentFailed"; break;
            case "payout.clawed-back.1": o.PayoutClawedBack += e.Fen("amount"); break;
            case "payout.recovery-received.1": o.Received += e.Fen("amount"); break;
            default: throw new InvalidOperationException($"The model does not know {name}.");
        }
    }

    private void Place(NumberedEntry entry, JsonElement e)
    {
        var o = new ModelOrder
        {
            Id = e.Text("order"),
            Voucher = e.Text("voucher"),
            Provider = e.Text("provider"),
            HostFund = e.Text("hostFund"),
            Payee = e.Text("payee"),
            HomeBook = entry.Request.Book,
            PayingBook = e.Text("payingBook"),
            Route = e.Text("route"),
            Price = e.Fen("price"),
            Subsidy = e.Fen("subsidy"),
        };
        Orders.Add(o.Id, o);
        var v = Vouchers[o.Voucher];
        v.Available -= o.Subsidy;
        v.Reserved += o.Subsidy;
        v.Settle();
    }

    private void GiveBack(string book, ModelVoucher v, long amount)
    {
        v.GivenBack += amount;
        var quota = (book, v.Enterprise, v.QuotaYear);
        Quotas[quota] = Quotas[quota] with { Taken = Quotas[quota].Taken - amount };
    }
}
