using YrdClearing.Domain.Commands;

namespace YrdClearing.Domain.Providers;

/// <summary>Commands of the aggregate <c>provider:USCC</c> in the book <c>network</c>.</summary>
public abstract record ProviderCommand(string Provider) : Command;

/// <summary>A provider applies to the fund that will host it.</summary>
/// <param name="Provider">USCC.</param>
/// <param name="Name">The provider's name.</param>
/// <param name="Fund">Its host, a region code.</param>
/// <param name="Services">What it offers.</param>
/// <param name="LegalRep">Legal representative; personal data.</param>
/// <param name="Controller">Who controls it; personal data.</param>
/// <param name="Account">Where a subsidy is paid to.</param>
public sealed record ApplyProvider(
    string Provider, string Name, string Fund, IReadOnlyList<string> Services, string? LegalRep, string? Controller, BankAccount Account)
    : ProviderCommand(Provider);

/// <summary>The host recognises the provider for its own province.</summary>
public sealed record RecogniseProvider(string Provider) : ProviderCommand(Provider);

/// <summary>The host proposes the provider to another province.</summary>
public sealed record ProposeProvider(string Provider, string Province) : ProviderCommand(Provider);

/// <summary>The province takes the proposal, or lifts its objection.</summary>
public sealed record AcceptProvider(string Provider, string Province) : ProviderCommand(Provider);

/// <summary>The province takes no new orders of this provider.</summary>
public sealed record ObjectProvider(string Provider, string Province, string Reason) : ProviderCommand(Provider);

public static class ProviderCommands
{
    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new("provider.apply", "operator or that provider", "Applies for a provider's recognition by its host fund.", "服务机构申请入驻。",
            f => new ApplyProvider(
                f.Uscc("provider"), f.Text("name"), f.Region("fund"), f.Texts("services"), f.OptionalText("legalRep"),
                f.OptionalText("controller"), f.Account("account")),
            """
            {"provider":"91320000MAXX00023W","name":"Provider 2","fund":"320000","services":["testing","design"],"legalRep":"rep-2",
            "controller":"ctl-2","account":{"bankCode":"313651027012","number":"6222000000000002","name":"Provider 2"}}
            """),
        new("provider.recognise", "its host fund", "Recognises a provider for orders of its own province.", "认定服务机构。",
            f => new RecogniseProvider(f.Uscc("provider")),
            """{"provider":"91320000MAXX00023W"}"""),
        new("provider.propose", "its host fund", "Proposes a provider to another province.", "向其他省市推荐服务机构互认。",
            f => new ProposeProvider(f.Uscc("provider"), f.Province("province")),
            """{"provider":"91320000MAXX00023W","province":"310000"}"""),
        new("provider.accept", "a fund of that province", "Takes a proposed provider, or lifts an objection.", "同意互认或恢复服务机构。",
            f => new AcceptProvider(f.Uscc("provider"), f.Province("province")),
            """{"provider":"91320000MAXX00023W","province":"310000"}"""),
        new("provider.object", "a fund of that province", "Stops new orders of this province with a provider.", "暂停服务机构在本省市的互认。",
            f => new ObjectProvider(f.Uscc("provider"), f.Province("province"), f.Text("reason")),
            """{"provider":"91320000MAXX00023W","province":"310000","reason":"complaints"}"""),
    ];
}
