namespace YrdClearing.Simulation.Invariants;

/// <summary>A technology contract as its events add up; amounts in fen.</summary>
internal sealed class ModelContract
{
    public required string Id { get; init; }

    /// <summary>Transfer and licence have one; null otherwise.</summary>
    public string? Title { get; init; }

    public required bool IsTransfer { get; init; }
    public required string Seller { get; init; }
    public required string Buyer { get; init; }
    public required string SellerBook { get; init; }
    public required string HomeBook { get; init; }

    /// <summary>Of the seller's market's fee, in ten-thousandths of a released amount.</summary>
    public required long FeeRate { get; init; }

    public required long Value { get; set; }

    /// <summary>What a deferred plan in force says; null for a plan of milestones.</summary>
    public (int DueDays, long CompensationShare)? Deferred { get; set; }

    public string Status { get; set; } = "Draft";
    public string? Number { get; set; }

    /// <summary>Parties that have signed the draft.</summary>
    public HashSet<string> Signed { get; } = new(StringComparer.Ordinal);

    /// <summary>New terms' value and the parties that have signed them; null when none wait.</summary>
    public (long Value, HashSet<string> Signed)? Amendment { get; set; }

    /// <summary>Which of all contracts that ever encumbered the title this is, from 1; 0 when it does not.</summary>
    public int Encumbrance { get; set; }

    public long Funded { get; set; }
    public long Escrow { get; set; }
    public long Returned { get; set; }
    public long RefundDue { get; set; }
    public long RefundInstructed { get; set; }
    public long RefundPaid { get; set; }

    /// <summary>Paid by the buyer's market's compensation fund in the buyer's place.</summary>
    public long Compensated { get; set; }

    /// <summary>Of that, paid back by the buyer.</summary>
    public long Received { get; set; }

    /// <summary>Of that, borne by the fund.</summary>
    public long WrittenOff { get; set; }

    public List<ModelMilestone> Milestones { get; } = [];

    public bool IsInOneMarket => SellerBook == HomeBook;

    public bool IsOver => Status is "NotRegistered" or "Completed" or "Terminated";

    public long Released => Milestones.Where(m => m.Status == "Released").Sum(m => m.Amount);

    /// <summary>What the buyer owes the fund.</summary>
    public long Claim => Compensated - Received - WrittenOff;

    /// <summary>The part of a deferred plan that is not released yet; null without one.</summary>
    public ModelMilestone? Use => Milestones.Find(m => m.IsDeferred && m.Status != "Released");

    /// <summary>What the buyer has paid for a released part and was not given back: of the fund's, only what the fund got back.</summary>
    public long Refundable(ModelMilestone m) => (m.Id == ModelMilestone.Compensation ? Received : m.Amount) - m.Refunded;

    public ModelMilestone Milestone(string id) =>
        Milestones.Find(m => m.Id == id) ?? throw new InvalidOperationException($"Contract {Id} has no milestone {id}.");
}

/// <summary>A milestone or another part of a plan, with its payout.</summary>
internal sealed class ModelMilestone
{
    /// <summary>The part that a compensation fund paid.</summary>
    public const string Compensation = "compensation";

    public required string Id { get; init; }

    /// <summary>Used first and paid later: no delivery, but a day.</summary>
    public required bool IsDeferred { get; init; }

    /// <summary>Last day on which the buyer may pay what is deferred; null before the trigger.</summary>
    public DateOnly? Due { get; set; }

    public required long Amount { get; set; }
    public required long SellerMarketFee { get; set; }
    public required long BuyerMarketFee { get; set; }
    public string Status { get; set; } = "Pending";

    /// <summary>Given back to the buyer so far.</summary>
    public long Refunded { get; set; }

    /// <summary>As the seller's market's book has it; null before it was told of the release.</summary>
    public string? Payout { get; set; }

    /// <summary>Refunds that the seller's market was told of.</summary>
    public long PayoutClawedBack { get; set; }

    public long Received { get; set; }

    public long Net => Amount - SellerMarketFee - BuyerMarketFee;
}
