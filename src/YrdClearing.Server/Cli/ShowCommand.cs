using System.CommandLine;
using System.Text.Json;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Funds;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Licences;
using YrdClearing.Domain.Listings;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Providers;
using YrdClearing.Domain.Rights;
using YrdClearing.Domain.Settlement;
using YrdClearing.Domain.Vouchers;
using YrdClearing.Journal;

namespace YrdClearing.Server.Cli;

/// <summary><c>yrd show</c>: one thing of the network, straight from its state rows.</summary>
internal static class ShowCommand
{
    /// <summary>Kind → the aggregate of an id and what its rows show.</summary>
    private static readonly (string Kind, Func<string, string> Aggregate, Func<IReadOnlyList<StateRow>, object> View)[] Kinds =
    [
        ("voucher",    VoucherState.IdOf,      rows => VoucherView.Of(VoucherRows.Read(rows))),
        ("order",      OrderState.IdOf,        rows => OrderView.Of(rows[0])),
        ("payout",     PayoutState.IdOf,       rows => PayoutView.Of(PayoutRows.Read(rows))),
        ("cycle",      CycleState.AggregateOf, rows => CycleView.Of(CycleRows.Read(rows)!)),
        ("contract",   ContractState.IdOf,     rows => ContractView.Of(ContractRows.Read(rows))),
        ("title",      TitleState.IdOf,        rows => TitleView.Of(TitleRows.Read(rows))),
        ("open-licence", OpenLicenceState.IdOf, rows => OpenLicenceView.Of(OpenLicenceRows.Read(rows))),
        ("listing",    ListingState.IdOf,      rows => ListingView.Of(ListingRows.Read(rows))),
        ("bid",        id => "bid:" + id,      rows => BidView.Of(BidRows.Read(rows))),
        ("market",     MarketState.IdOf,       rows => MarketView.Of(MarketRows.Read(rows))),
        ("fund",       FundState.IdOf,         rows => FundView.Of(FundRows.Read(rows))),
        ("enterprise", EnterpriseState.IdOf,   rows => EnterpriseView.Of(EnterpriseRows.Read(rows))),
        ("provider",   ProviderState.IdOf,     rows => ProviderView.Of(ProviderRows.Read(rows))),
        ("integrity",  IntegrityState.IdOf,    rows => IntegrityView.Of(IntegrityRows.Read(rows))),
    ];

    private static readonly Argument<string> Kind =
        new("KIND") { Description = "What: " + string.Join(", ", Kinds.Select(k => k.Kind)) + "." };

    private static readonly Argument<string> Id =
        new("ID") { Description = "Its id, region code or unified social credit code; of a bid LISTING/BIDDER." };

    public static ExampleCommand Create()
    {
        Kind.AcceptOnlyFromAmong([.. Kinds.Select(k => k.Kind)]);
        var command = new ExampleCommand(
            "show",
            "Prints one thing of the network as it stands.",
            "yrd show voucher V1",
            "yrd show cycle C1 --json",
            "yrd show contract K1",
            "yrd show bid L1/91340000MAXX00728C",
            "yrd show provider 91310000MAXX00015X")
        {
            Kind,
            Id,
            DataOptions.Json,
        };
        DataOptions.AddTo(command);
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        await using var store = await DataOptions.OpenToReadAsync(parsed, cancellation);
        var shown = await ReadAsync(store, parsed.GetValue(Kind)!, parsed.GetValue(Id)!, cancellation);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(DataOptions.Json))
        {
            output.WriteLine(JsonSerializer.Serialize(shown, JsonOutput.Indented));
        }
        else
        {
            TextView.Write(output, shown);
        }
        return ExitCode.Ok;
    }

    /// <summary>What is shown of a thing.</summary>
    /// <exception cref="FailedException">There is no such thing.</exception>
    internal static async Task<JsonElement> ReadAsync(JournalStore store, string kind, string id, CancellationToken cancellation)
    {
        var (_, aggregate, view) = Kinds.Single(k => k.Kind == kind);
        var rows = await store.LoadAsync(aggregate(id), cancellation);
        return rows.Count > 0
            ? JsonSerializer.SerializeToElement(view([.. rows.Select(r => r.Row)]), JsonOutput.Compact)
            : throw new FailedException($"There is no {kind} {id}.");
    }
}
