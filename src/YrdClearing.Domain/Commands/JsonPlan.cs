using System.Text.Json;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Commands;

/// <summary>Reads a contract's plan; anything but a non-empty list of distinct milestones is malformed (scenario.md, "Form").</summary>
internal static class JsonPlan
{
    private const string Milestones = "milestones";

    /// <summary>The plan; what is wrong with it, if something is, in <paramref name="fault"/>.</summary>
    public static IReadOnlyList<PlannedMilestone> Read(JsonPart part, out string? fault)
    {
        var plan = new List<PlannedMilestone>();
        fault = HasOnly(part, "kind", Milestones) is { } wrong                          ? wrong :
            part.Find("kind") is not { Kind: JsonTokenType.String, Text: Milestones }   ? $"must be of the kind {Milestones}" :
            part.Find(Milestones) is not { Kind: JsonTokenType.StartArray } list        ? $"must give '{Milestones}' as an array" :
            list.Items.Count is 0 or > JsonFields.MaxItems                              ? $"must have 1 to {JsonFields.MaxItems} of them" :
            list.Items.Select(item => Add(plan, item)).FirstOrDefault(f => f is not null);
        return plan;
    }

    private static string? Add(List<PlannedMilestone> plan, JsonPart item)
    {
        if (HasOnly(item, "id", "share") is { } wrong)
        {
            return wrong;
        }
        var id = item.Find("id");
        var share = item.Find("share");
        if (id is not { Kind: JsonTokenType.String } || !Ids.IsWellFormed(id.Text))
        {
            return "must give each milestone an id of A-Z a-z 0-9 . _ -";
        }
        if (share is not { Kind: JsonTokenType.String } || !Rate.TryParse(share.Text, out var rate))
        {
            return "must give each share as a rate in a string: from 0 to 1, at most four decimals";
        }
        if (id.Text == PlannedMilestone.ReservedId || plan.Exists(m => m.Id == id.Text))
        {
            return $"has the milestone '{id.Text}' twice, or one with the reserved id '{PlannedMilestone.ReservedId}'";
        }
        plan.Add(new(id.Text, rate));
        return null;
    }

    private static string? HasOnly(JsonPart part, params ReadOnlySpan<string> names)
    {
        if (part.Kind != JsonTokenType.StartObject)
        {
            return $"must be made of objects, not {part.What}";
        }
        foreach (var member in part.Members)
        {
            if (!names.Contains(member.Name))
            {
                return $"has the unknown member '{JsonFields.Shown(member.Name)}'";
            }
        }
        return null;
    }
}
