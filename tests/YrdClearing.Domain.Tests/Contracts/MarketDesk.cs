using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Markets;
using YrdClearing.Domain.Parties;
using YrdClearing.Domain.Payouts;
using YrdClearing.Domain.Rights;
using YrdClearing.Domain.Settlement;
using YrdClearing.Domain.Tests.Replay;

namespace YrdClearing.Domain.Tests.Contracts;

/// <summary>
/// A small network for tables: the markets of Zhejiang (fee 1%, split 60/40) and Anhui (fee 2%, split 50/50), three parties, and contracts
/// sold through Zhejiang: K1 is bought through Anhui unless a case says otherwise. Objection days are 10.
/// </summary>
internal sealed class MarketDesk : Desk
{
    public const string ZJ = "330000", AH = "340000";
    public const string S = "91330000MAXX0071X8", B = "91340000MAXX00728C", X = "91310000MAXX00015X";
    public const string Seller = "enterprise:" + S, Buyer = "enterprise:" + B, Stranger = "enterprise:" + X;
    public const string Li = "market:330000/li", Xu = "market:340000/xu", Bank = "bank:network", Operator = "operator:network";
    public const string Clearing = "clearing:network";

    public MarketDesk()
    {
        Setup(Operator, new OpenMarket(ZJ, "Zhejiang", new(Rate.Parse("0.01"), Rate.Parse("0.60"))));
        Setup(Operator, new OpenMarket(AH, "Anhui", new(Rate.Parse("0.02"), Rate.Parse("0.50"))));
        foreach (var party in new[] { S, B, X })
        {
            Setup(Operator, new RegisterEnterprise(party, party, "330106", null, null, false, null));
        }
    }

    public static Money Yuan(string amount) => Money.Parse(amount);

    public static MilestonePlan Plan(params (string Id, string Share)[] milestones) =>
        new([.. milestones.Select(m => new PlannedMilestone(m.Id, Rate.Parse(m.Share)))]);

    public static InstalmentPlan Instalments(params (string Id, string Share, string Due)[] instalments) =>
        new([.. instalments.Select(i => new PlannedInstalment(i.Id, Rate.Parse(i.Share), DateOnly.Parse(i.Due)))]);

    /// <summary>A royalty of sales in the two halves of 2026, P1 and P2, to be reported within 30 days.</summary>
    public static RoyaltyPlan RoyaltyOf(params (string Above, string Rate)[] tiers) => new(
        RoyaltyBasis.Sales, RoyaltyForm.Fixed, [.. tiers.Select(t => new RoyaltyTier(Yuan(t.Above), Rate.Parse(t.Rate)))], 30,
        [new("P1", new(2026, 6, 30)), new("P2", new(2026, 12, 31))], null, null, null, null);

    /// <summary>K1, 1,000,000.00 at 30/40/30, between two markets; a case changes what it is about.</summary>
    public static DraftContract Draft(string contract = "K1", ContractType type = ContractType.Development, string? title = null) => new(
        contract, type, title, S, B, AH, Yuan("1000000.00"), Yuan("800000.00"), 10, Plan(("M1", "0.30"), ("M2", "0.40"), ("M3", "0.30")));

    public MarketDesk At(string day, int hour = 9)
    {
        Now = BusinessTime.From(new DateTimeOffset(DateOnly.Parse(day).ToDateTime(new(hour, 0)), BusinessTime.Offset));
        return this;
    }

    public MarketDesk EndOf(string day)
    {
        Now = BusinessTime.EndOf(DateOnly.Parse(day));
        return this;
    }

    public MarketDesk LastMicrosecondOf(string day)
    {
        Now = new(BusinessTime.EndOf(DateOnly.Parse(day)).UnixMicroseconds - 1);
        return this;
    }

    public MarketDesk Drafted(DraftContract? draft = null)
    {
        Setup(Li, draft ?? Draft());
        return this;
    }

    public MarketDesk Signed(DraftContract? draft = null)
    {
        Drafted(draft);
        return Sign(draft?.Contract ?? "K1", draft?.Seller ?? S, draft?.Buyer ?? B);
    }

    public MarketDesk Registered(DraftContract? draft = null)
    {
        Signed(draft);
        Setup(Li, new RegisterContract(draft?.Contract ?? "K1", "N-" + (draft?.Contract ?? "K1"), Yuan("700000.00")));
        return this;
    }

    /// <summary>Funded in whole, unless a case says how much.</summary>
    public MarketDesk Performing(DraftContract? draft = null, string? amount = null)
    {
        draft ??= Draft();
        Signed(draft);
        Setup(Bank, new FundContract(draft.Contract, amount is null ? draft.Value : Yuan(amount)));
        return this;
    }

    public MarketDesk Sign(string contract = "K1", string seller = S, string buyer = B)
    {
        Setup("enterprise:" + seller, new SignContract(contract));
        Setup("enterprise:" + buyer, new SignContract(contract));
        return this;
    }

    public MarketDesk Deliver(string milestone = "M1", string contract = "K1")
    {
        Setup("enterprise:" + Contract(contract).Seller, new DeliverMilestone(contract, milestone));
        return this;
    }

    public MarketDesk Release(string milestone = "M1", string contract = "K1")
    {
        Deliver(milestone, contract);
        Setup("enterprise:" + Contract(contract).Buyer, new AcceptMilestone(contract, milestone));
        return this;
    }

    public MarketDesk Titled(string title = "T1", string holder = S)
    {
        Setup(Xu, new RegisterTitle(title, holder, "patent"));
        return this;
    }

    public ContractState Contract(string id = "K1") => Network.Contract(id)!;

    /// <summary>Status of the contract and of its milestones: <c>Performing Released/Pending</c>.</summary>
    public string Status(string id = "K1") => $"{Contract(id).Status} {string.Join('/', Contract(id).Milestones.Select(m => m.Status))}";

    /// <summary>Holder and encumbrances.</summary>
    public string Title(string id = "T1")
    {
        var t = TitleView.Of(Network.Title(id)!);
        return $"{(t.Holder == S ? "seller" : t.Holder == B ? "buyer" : "stranger")} {string.Join(',', t.Encumbrances)}".TrimEnd();
    }

    public string[] Balances(string market, params string[] prefixes) =>
        BalancesOf(Books.Market(market), prefixes.Length == 0 ? [""] : prefixes);

    /// <summary>A market cycle, from cut-off to settled.</summary>
    public MarketDesk Clear(string cycle, params string[] confirming)
    {
        Setup(Clearing, new CutOffCycle(cycle, SettlementNetwork.Markets, NettingMode.Multilateral));
        Setup(Clearing, new CalculateCycle(cycle));
        confirming.ToList().ForEach(c => Setup(c, new ConfirmCycle(cycle)));
        Setup(Clearing, new InstructCycle(cycle));
        foreach (var i in Network.Cycle(cycle)!.Instructions)
        {
            Setup(Bank, new PayCycle(cycle, Books.Region(i.From), Books.Region(i.To)));
        }
        return this;
    }

    public static InstructPayout Instruct(string milestone, string contract = "K1") => new(PayoutIds.Of(contract, milestone));
    public static ConfirmPayout Confirm(string milestone, string contract = "K1") => new(PayoutIds.Of(contract, milestone), null);
    public static FailPayout Fail(string milestone, string contract = "K1") => new(PayoutIds.Of(contract, milestone), "closed");

    public static ReceiveRecovery Receive(string milestone, string amount, string contract = "K1") =>
        new(PayoutIds.Of(contract, milestone), Yuan(amount));
}
