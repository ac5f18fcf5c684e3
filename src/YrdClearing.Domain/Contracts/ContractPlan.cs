using System.Text.Json;
using System.Text.Json.Serialization;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Markets;

namespace YrdClearing.Domain.Contracts;

/// <summary>
/// The price of a contract: how its value falls due (Civil Code 846). A closed family, told apart by <c>plan.kind</c>. Every kind reduces
/// to parts of the contract, its milestones, which fall due each in its own way and leave the escrow by the one release there is.
/// </summary>
[JsonConverter(typeof(ContractPlanJson))]
public abstract record ContractPlan
{
    private protected ContractPlan()
    {
    }

    /// <summary>Ids of the parts, in the order of the plan.</summary>
    [JsonIgnore]
    public abstract IEnumerable<string> Ids { get; }

    /// <summary>False when there are shares and they do not add up to 1.</summary>
    [JsonIgnore]
    public abstract bool AddsUpToOne { get; }

    /// <summary>False when an amount of the plan is not above zero.</summary>
    [JsonIgnore]
    public virtual bool HasAmountsAboveZero => true;

    /// <summary>What the plan promises to pay or to allow: no value below it will do.</summary>
    [JsonIgnore]
    public virtual Money Least => Money.Zero;

    /// <summary>What becomes of <paramref name="value"/>, part by part: the amount where it is known already, and both fees.</summary>
    /// <param name="value">What the plan divides: the contract's value, less what was released before an amendment.</param>
    /// <param name="market">Fee and split of the seller's market.</param>
    public abstract IReadOnlyList<MilestoneTerms> Divide(Money value, MarketTerms market);

    /// <summary>A part as it begins, with what this plan says of it.</summary>
    /// <param name="terms">One of those that <see cref="Divide"/> gave.</param>
    internal abstract MilestoneState Begin(MilestoneTerms terms);
}

/// <summary>One kind of plan: how it is named, read and explained.</summary>
/// <param name="Name">The word that <c>kind</c> gives.</param>
/// <param name="Type">Its record.</param>
/// <param name="Read">Asks for its members, <c>kind</c> apart.</param>
/// <param name="Summary">What falls due when, in English.</param>
/// <param name="SummaryZh">The same in Chinese.</param>
/// <param name="Example">A whole plan in JSON.</param>
public sealed record PlanKind(
    string Name, Type Type, Func<Fields, ContractPlan> Read, string Summary, string SummaryZh, string Example);

/// <summary>The kinds of plans that there are.</summary>
public static class PlanKinds
{
    /// <summary>The member that says which kind a plan is of.</summary>
    public const string Member = "kind";

    public static IReadOnlyList<PlanKind> All { get; } = [MilestonePlan.Kind, InstalmentPlan.Kind, RoyaltyPlan.Kind, DeferredPlan.Kind];

    /// <summary>Their names, for people.</summary>
    public static string Names => string.Join(", ", All.Select(k => k.Name));

    public static PlanKind? Find(string name) => All.FirstOrDefault(k => k.Name == name);

    public static PlanKind Of(ContractPlan plan) => All.Single(k => k.Type == plan.GetType());
}

/// <summary>
/// A plan of milestones is stored as the array that it was before there were other kinds; any other as an object that names its kind first.
/// </summary>
public sealed class ContractPlanJson : JsonConverter<ContractPlan>
{
    public override ContractPlan Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            return new MilestonePlan(JsonSerializer.Deserialize<IReadOnlyList<PlannedMilestone>>(ref reader, options)!);
        }
        using var document = JsonDocument.ParseValue(ref reader);
        var name = document.RootElement.GetProperty(PlanKinds.Member).GetString()!;
        var kind = PlanKinds.Find(name) ?? throw new JsonException($"'{name}' is no kind of plan that this version knows.");
        return (ContractPlan)document.RootElement.Deserialize(kind.Type, options)!;
    }

    public override void Write(Utf8JsonWriter writer, ContractPlan value, JsonSerializerOptions options)
    {
        if (value is MilestonePlan { Milestones: var milestones })
        {
            JsonSerializer.Serialize(writer, milestones, options);
            return;
        }
        writer.WriteStartObject();
        writer.WriteString(PlanKinds.Member, PlanKinds.Of(value).Name);
        foreach (var member in JsonSerializer.SerializeToElement(value, value.GetType(), options).EnumerateObject())
        {
            member.WriteTo(writer);
        }
        writer.WriteEndObject();
    }
}
