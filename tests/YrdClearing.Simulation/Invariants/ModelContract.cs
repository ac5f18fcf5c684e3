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

    /// <summary>The seller's market's part of the fee, in ten-thousandths.</summary>
    public required long SellerShare { get; init; }

    /// <summary>Days after a delivery or a report until it stands without a word.</summary>
    public required int ObjectionDays { get; init; }

    /// <summary>Who gets a part of each release beside the seller, with the share in ten-thousandths.</summary>
    public required IReadOnlyList<(string Party, long Share)> Owners { get; init; }

    public required long Value { get; set; }

    /// <summary>The plan in force.</summary>
    public required ModelPlan Plan { get; set; }

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

    /// <summary>The royalty's periods before this one, in their order.</summary>
    public IEnumerable<ModelMilestone> Before(ModelMilestone period) =>
        Milestones.TakeWhile(m => m != period).Where(m => m.Period is not null && Plan.Royalty!.IsOf(m.Id));

    /// <summary>What the buyer has paid for a released part and was not given back: of the fund's, only what the fund got back.</summary>
    public long Refundable(ModelMilestone m) => (m.Id == ModelMilestone.Compensation ? Received : m.Amount) - m.Refunded;

    public ModelMilestone Milestone(string id) =>
        Milestones.Find(m => m.Id == id) ?? throw new InvalidOperationException($"Contract {Id} has no milestone {id}.");
}
