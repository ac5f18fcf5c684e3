using System.Collections.Frozen;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Licences;
using YrdClearing.Domain.Listings;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Registrations;
using YrdClearing.Domain.Rights;
using YrdClearing.Domain.Settlement;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Domain.Commands;

/// <summary>Every command there is, slice by slice in the order of scenario.md.</summary>
public static class CommandCatalogue
{
    public static IReadOnlyList<CommandSpec> All { get; } =
    [
        .. FundOpeningCommands.Specs,
        .. FundCommands.Specs,
        .. EnterpriseCommands.Specs,
        .. ProviderCommands.Specs,
        .. IntegrityCommands.Specs,
        .. VoucherCommands.Specs,
        .. PayoutCommands.Specs,
        .. DeadlinesCommands.Specs,
        .. CycleCommands.Specs,
        .. MarketOpeningCommands.Specs,
        .. MarketCommands.Specs,
        .. TitleCommands.Specs,
        .. ContractCommands.Specs,
        .. ListingCommands.Specs,
        .. RegistrationCommands.Specs,
        .. OpenLicenceCommands.Specs,
    ];

    private static readonly FrozenDictionary<string, CommandSpec> ByName = All.ToFrozenDictionary(s => s.Do, StringComparer.Ordinal);

    /// <summary>The command of this name; null when there is none.</summary>
    public static CommandSpec? Find(string name) => ByName.GetValueOrDefault(name);
}
