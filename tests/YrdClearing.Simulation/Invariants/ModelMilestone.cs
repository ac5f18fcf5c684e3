namespace YrdClearing.Simulation.Invariants;

/// <summary>A milestone or another part of a plan, with its payouts; amounts in fen.</summary>
internal sealed class ModelMilestone
{
    /// <summary>The part that a compensation fund paid.</summary>
    public const string Compensation = "compensation";

    /// <summary>The entry fee of a royalty.</summary>
    public const string Entry = "entry";

    public required string Id { get; init; }

    /// <summary>Used first and paid later: no delivery, but a day.</summary>
    public required bool IsDeferred { get; init; }

    /// <summary>The day from which an instalment or an entry fee is released without a word; the last day on which the buyer may pay what
    /// is deferred; null for anything else, and before the trigger.</summary>
    public DateOnly? Due { get; set; }

    /// <summary>A royalty's period; null for any other part.</summary>
    public ModelPeriod? Period { get; init; }

    /// <summary>The last day on which somebody may say something against what was delivered, reported or found.</summary>
    public DateOnly? AcceptBy { get; set; }

    /// <summary>Of what the plan divides, in ten-thousandths.</summary>
    public required long Share { get; init; }

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

    /// <summary>The owners' parts of the release; none before it.</summary>
    public List<ModelOwnerPart> Owners { get; } = [];

    public bool IsReleased => Status == "Released";

    public long Net => Amount - SellerMarketFee - BuyerMarketFee;

    /// <summary>What the seller itself is paid.</summary>
    public long SellerNet => Net - Owners.Sum(o => o.Amount);

    /// <summary>Falls due on a day, without a delivery.</summary>
    public bool IsInstalment => Due is not null && !IsDeferred;
}

/// <summary>A royalty's period.</summary>
internal sealed class ModelPeriod
{
    /// <summary>Open, Reported, Inspected, Payable or Paid.</summary>
    public string Status { get; set; } = "Open";

    public required DateOnly Ends { get; init; }

    /// <summary>The last day on which only the buyer says what the base is.</summary>
    public required DateOnly ReportBy { get; init; }

    /// <summary>As reported or found; null while Open.</summary>
    public long? Base { get; set; }

    /// <summary>True when its amount does not change any more.</summary>
    public bool IsFinal => Status is "Payable" or "Paid";
}

/// <summary>An owner's part of a release and how its payment stands in the seller's market's book; null before that was told.</summary>
internal sealed class ModelOwnerPart
{
    public required string Party { get; init; }
    public required long Amount { get; init; }
    public string? Payout { get; set; }
}
