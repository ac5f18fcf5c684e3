using System.Text.Json;
using CsCheck;
using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;
using YrdClearing.Server.Verify;

namespace YrdClearing.System.Tests.Verify;

/// <summary>
/// The auditor's arithmetic and the domain's are two texts of one rule: over random plans they agree to the fen, read through the stored
/// events that are all they share.
/// </summary>
public sealed class PricedContractTests
{
    private const string Seller = "91330000MAXX0071X8", Buyer = "91340000MAXX00728C";

    private static readonly Gen<int> TenThousandths = Gen.Int[0, 10_000];
    private static readonly Gen<long> Fen = Gen.OneOf(Gen.Long[0, 100], Gen.Long[0, 1_000_000_000_000]);

    [Fact]
    public void Shares_of_a_value_agree() => Gen.Select(Fen, Gen.Int[0, 100].Array[1, 20], TenThousandths, TenThousandths)
        .Sample((value, weights, feeRate, sellerShare) =>
        {
            int[] shares = [.. weights, 10_000 - weights.Sum()];
            var plan = new InstalmentPlan([.. shares.Select((s, i) => new PlannedInstalment($"I{i}", new(s), new(2026, 3, 31)))]);
            Drafted(plan, value, feeRate, sellerShare).Parts.ShouldBe(Parts(plan, value, feeRate, sellerShare));
        });

    [Fact]
    public void Periods_of_a_royalty_agree() => Gen.Select(
        Gen.Select(Gen.Long[1, 50_000].Array[1, 4], TenThousandths.Array[5], Gen.Long[0, 100_000].Array[1, 6]),
        Gen.Select(Gen.Long[1, 20_000], Gen.Long[0, 20_000], Gen.Long[0, 20_000], Gen.Long[0, 20_000]), Gen.Bool, Gen.Bool)
        .Sample((shape, amounts, hasCap, hasMinimum) =>
        {
            var ((steps, rates, bases), (entry, minimum, room, rest)) = (shape, amounts);
            var tiers = steps.Select((_, i) => new RoyaltyTier(new(steps.Take(i).Sum()), new(rates[i]))).ToList();
            var periods = bases.Select((_, i) => new RoyaltyPeriod($"P{i}", new DateOnly(2026, 1, 31).AddMonths(i))).ToList();
            var plan = new RoyaltyPlan(
                RoyaltyBasis.Sales, RoyaltyForm.Rising, tiers, 30, periods, new(entry), new(2026, 1, 31),
                hasMinimum ? new Money(minimum) : null, hasCap ? new Money(minimum + room) : null);
            var value = plan.Least + new Money(rest);
            var contract = Drafted(plan, value.Fen, 0, 0);
            var (before, paid) = (Money.Zero, Money.Zero);
            foreach (var (period, grown) in periods.Zip(bases))
            {
                var part = contract.Final(contract.Part(period.Id) with { Base = grown });
                var amount = plan.AmountOf(value, before, paid, new(grown), isLast: period == periods[^1]);
                part.Amount.ShouldBe(amount.Fen);
                contract = contract.With(part);
                (before, paid) = (before + new Money(grown), paid + amount);
            }
        });

    [Fact]
    public void Owners_parts_of_a_release_agree() => Gen.Select(Fen, Gen.Int[0, 2_500].Array[1, 4]).Sample((net, shares) =>
    {
        List<OwnerShare> owners = [.. shares.Select((s, i) => new OwnerShare($"{i}", new(s)))];
        var contract = Drafted(new DeferredPlan("x", 0, new(0)), net, 0, 0, owners);
        contract.OwnersOf(contract.Part(DeferredPlan.UseId))
            .ShouldBe(OwnerAmount.Of(new(net), owners).Select(o => (o.Party, o.Amount.Fen)));
    });

    private static PricedContract Drafted(
        ContractPlan plan, long value, int feeRate, int sellerShare, IReadOnlyList<OwnerShare>? owners = null)
    {
        var stored = StoredTypes.Store(new ContractDraftedWithPlan(
            "K1", ContractType.Service, null, Seller, Buyer, "330000", "340000", new(new(feeRate), new(sellerShare)), new(value),
            new(value), 0, [], plan, owners));
        return PricedContract.Drafted(JsonSerializer.Deserialize<JsonElement>(stored.Utf8));
    }

    private static IEnumerable<PricedPart> Parts(ContractPlan plan, long value, int feeRate, int sellerShare) =>
        plan.Divide(new(value), new(new(feeRate), new(sellerShare)))
            .Select(t => new PricedPart(t.Id, t.Amount.Fen, t.SellerMarketFee.Fen, t.BuyerMarketFee.Fen));
}
