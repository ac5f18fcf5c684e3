using YrdClearing.Domain.Commands;

namespace YrdClearing.Domain.Parties;

/// <summary>Commands of the aggregate <c>enterprise:USCC</c> in the book <c>network</c>.</summary>
public abstract record EnterpriseCommand(string Enterprise) : Command;

/// <summary>Makes an enterprise known to the network.</summary>
/// <param name="Enterprise">USCC.</param>
/// <param name="Name">The enterprise's name.</param>
/// <param name="Region">Where it is at home, six digits of any level.</param>
/// <param name="LegalRep">Legal representative; personal data.</param>
/// <param name="Controller">Who controls it; personal data.</param>
/// <param name="Sme">True for a small or medium-sized enterprise.</param>
/// <param name="Account">Where a subsidy is paid to.</param>
public sealed record RegisterEnterprise(
    string Enterprise, string Name, string Region, string? LegalRep, string? Controller, bool Sme, BankAccount? Account)
    : EnterpriseCommand(Enterprise);

public static class EnterpriseCommands
{
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("enterprise.register", "operator or that enterprise", "Makes an enterprise known to the network.", "企业注册。",
            f => new RegisterEnterprise(
                f.Uscc("enterprise"), f.Text("name"), f.Region("region"), f.OptionalText("legalRep"), f.OptionalText("controller"),
                f.Flag("sme"), f.OptionalAccount("account")),
            """
            {"enterprise":"91310000MAXX00015X","name":"Enterprise 1","region":"310104","legalRep":"rep-1","controller":"ctl-1",
            "sme":true,"account":{"bankCode":"313651027012","number":"6222000000000001","name":"Enterprise 1"}}
            """),
    ];
}
