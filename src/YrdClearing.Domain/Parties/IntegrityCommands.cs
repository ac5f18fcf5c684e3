using YrdClearing.Domain.Commands;

namespace YrdClearing.Domain.Parties;

/// <summary>Commands of the aggregate <c>integrity:USCC</c> in the book <c>network</c>.</summary>
public abstract record IntegrityCommand(string Party) : Command;

/// <summary>Blocks a party's new applications, orders and claims everywhere.</summary>
public sealed record ListIntegrity(string Party, string Reason) : IntegrityCommand(Party);

/// <summary>Lifts a listing.</summary>
public sealed record ClearIntegrity(string Party, string Reason) : IntegrityCommand(Party);

public static class IntegrityCommands
{
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("integrity.list", "any fund", "Blocks a party's new applications, orders and claims in the whole network.", "将失信主体列入限制名单。",
            f => new ListIntegrity(f.Uscc("party"), f.Text("reason")),
            """{"party":"91310000MAXX00015X","reason":"false statements in an application"}"""),
        new("integrity.clear", "any fund", "Lifts a party's listing.", "将主体移出限制名单。",
            f => new ClearIntegrity(f.Uscc("party"), f.Text("reason")),
            """{"party":"91310000MAXX00015X","reason":"set right"}"""),
    ];
}
