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

    public List<ModelMilestone> Milestones { get; } = [];

    public bool IsInOneMarket => SellerBook == HomeBook;

    public bool IsOver => Status is "NotRegistered" or "Completed" or "Terminated";

    public long Released => Milestones.Where(m => m.Status == "Released").Sum(m => m.Amount);

    public ModelMilestone Milestone(string id) =>
        Milestones.Find(m => m.Id == id) ?? throw new InvalidOperationException($"Contract {Id} has no milestone {id}.");
}

/// <summary>A milestone with its payout.</summary>
internal sealed class ModelMilestone
{
    public required string Id { get; init; }
    public required long Amount { get; init; }
    public required long SellerMarketFee { get; init; }
    public required long BuyerMarketFee { get; init; }
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
