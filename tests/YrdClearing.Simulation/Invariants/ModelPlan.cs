using System.Text.Json;

namespace YrdClearing.Simulation.Invariants;

/// <summary>What a plan says beside its parts, as its event has it; amounts in fen, shares and rates in ten-thousandths.</summary>
/// <param name="Kind">milestones, instalments, deferred or royalty.</param>
/// <param name="Value">What it divides.</param>
internal sealed record ModelPlan(string Kind, long Value)
{
    /// <summary>Days from the trigger to the last day to pay (deferred).</summary>
    public int DueDays { get; private init; }

    /// <summary>What the fund pays of what the buyer does not (deferred).</summary>
    public long CompensationShare { get; private init; }

    /// <summary>The days of instalments, and of an entry fee, by part.</summary>
    public IReadOnlyDictionary<string, DateOnly> Days { get; private init; } = new Dictionary<string, DateOnly>();

    public ModelRoyalty? Royalty { get; private init; }

    /// <param name="e">An event with a plan: one of milestones is an array, or left out.</param>
    /// <param name="value">What it divides.</param>
    public static ModelPlan Of(JsonElement e, long value)
    {
        if (!e.TryGetProperty("plan", out var plan) || plan.ValueKind == JsonValueKind.Array)
        {
            return new("milestones", value);
        }
        var kind = plan.Text("kind");
        return kind switch
        {
            "deferred" => new(kind, value) { DueDays = (int)plan.Fen("dueDays"), CompensationShare = plan.Fen("compensationShare") },
            "instalments" => new(kind, value)
            {
                Days = plan.GetProperty("instalments").EnumerateArray().ToDictionary(i => i.Text("id"), i => i.Day("due")),
            },
            "royalty" => new(kind, value)
            {
                Days = plan.TryGetProperty("entryDue", out _)
                    ? new Dictionary<string, DateOnly> { [ModelMilestone.Entry] = plan.Day("entryDue") }
                    : new(),
                Royalty = ModelRoyalty.Of(plan),
            },
            _ => throw new InvalidOperationException($"The model does not know plans of {kind}."),
        };
    }
}

/// <summary>A royalty; amounts in fen, rates in ten-thousandths.</summary>
internal sealed record ModelRoyalty(
    IReadOnlyList<(long Above, long Rate)> Tiers,
    IReadOnlyList<(string Id, DateOnly Ends)> Periods,
    int ReportDays,
    long EntryFee,
    long Minimum,
    long? Cap)
{
    public bool IsOf(string part) => Periods.Any(p => p.Id == part);

    public ModelPeriod? Begin(string part) => Periods.Where(p => p.Id == part)
        .Select(p => new ModelPeriod { Ends = p.Ends, ReportBy = p.Ends.AddDays(ReportDays) })
        .SingleOrDefault();

    public static ModelRoyalty Of(JsonElement plan) => new(
        [.. plan.GetProperty("tiers").EnumerateArray().Select(t => (t.Fen("above"), t.Fen("rate")))],
        [.. plan.GetProperty("periods").EnumerateArray().Select(p => (p.Text("id"), p.Day("ends")))],
        (int)plan.Fen("reportDays"),
        plan.FenOr("entryFee") ?? 0,
        plan.FenOr("minimum") ?? 0,
        plan.FenOr("cap"));
}
