using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Registrations;

/// <summary>Commands of the aggregate <c>registration:NUMBER</c> in the book <c>network</c>: no money moves.</summary>
/// <param name="Number">The registration number, unique in the network together with those of <c>contract.register</c>.</param>
public abstract record RegistrationCommand(string Number) : Command;

/// <summary>Enters a contract that another system registered into the register.</summary>
/// <param name="Particulars">What was registered.</param>
public sealed record RecordRegistration(RegistrationParticulars Particulars) : RegistrationCommand(Particulars.Number);

public static class RegistrationCommands
{
    /// <summary>The command that enters a registration.</summary>
    public const string Record = "registration.record";

    private static readonly string[] Types = [.. Enum.GetNames<ContractType>().Select(t => t.ToLowerInvariant())];

    public static readonly IReadOnlyList<CommandSpec> Specs =
    [
        new(Record, "operator or the market of the seller's region",
            "Enters a contract that another system registered into the register.", "录入其他系统已认定登记的技术合同。",
            f => new RecordRegistration(new(
                f.Text("number"), f.Date("date"),
                Enum.TryParse<ContractType>(f.Word("type", Types), ignoreCase: true, out var type) ? type : default,
                f.Uscc("seller"), f.Text("sellerName"), f.Region("sellerRegion"),
                f.Uscc("buyer"), f.Text("buyerName"), f.Region("buyerRegion"),
                f.Amount("contractValue"), f.Amount("technologyValue"))),
            """
            {"number":"2022310000000001","date":"2022-03-31","type":"development",
            "seller":"91330000MAXX0071X8","sellerName":"Example Institute","sellerRegion":"330100",
            "buyer":"91340000MAXX00728C","buyerName":"Example Company","buyerRegion":"340200",
            "contractValue":"600000.00","technologyValue":"550000.00"}
            """),
    ];
}
