using Shouldly;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;
using YrdClearing.Domain.Commands;
using YrdClearing.Simulation.Scheduling;

// The campaign and the mutants each take all cores: side by side they would only wait for one another.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace YrdClearing.Simulation;

public sealed class SimulationTests
{
    /// <summary>Seeds of a test run; more by the executable's --seeds.</summary>
    private const int Seeds = 10_000;

    /// <summary>What must happen again and again in a test run: steps that few commands lead to, of vouchers, contracts and cycles.</summary>
    private static readonly string[] Rare =
    [
        "claim.approved.1", "claim.clawed-back.1", "claim.paid.1", "claim.payment-failed.1", "payout.recovery-received.1",
        "order.lapsed.1", "voucher.expired.1", "contract.amended.1", "contract.disputed.1", "contract.resolved.1", "contract.terminated.1",
        "contract.registration-refused.1", "contract.refund-paid.1", "contract.refund-failed.1", "milestone.objected.1",
        "milestone.released.1", "milestone.refunded.1", "payout.release-due.1", "title.encumbered.1", "title.freed.1",
        "title.transferred.1", "use.payable.1", "use.defaulted.1", "cycle.paid.1", "cycle.payment-failed.1", "cycle.closed.1",
        "royalty.payable.1", "milestone.released.2", "milestone.owner-payout-changed.1", "contract.amended.2",
        "contract.deposit-taken.1", "bid.released.1", "bid.refunded.1", "bid.refund-failed.1",
    ];

    /// <summary>Commands that only set the network up, before the runs begin.</summary>
    private static readonly string[] SetUp =
    [
        "fund.open", "policy.publish", "enterprise.register", "market.open",
        "provider.apply", "provider.recognise", "provider.propose", "provider.accept", "provider.object",
    ];

    /// <summary>Commands that the load does not have: a record of another market's registration moves and promises nothing.</summary>
    private static readonly string[] NotAsked = ["registration.record"];

    [Fact]
    public void Every_invariant_holds_on_ten_thousand_seeds()
    {
        var campaign = Campaign.Run(first: 1, Seeds);
        TestContext.Current.TestOutputHelper!.WriteLine(campaign.ToString());
        // Each replays with the executable's --seed.
        campaign.Failed.ShouldBeEmpty();
        campaign.Results.Min(r => r.Steps).ShouldBeGreaterThanOrEqualTo(200);
        foreach (var fault in Enum.GetValues<Fault>())
        {
            campaign.Results.Sum(r => r.Faults[(int)fault]).ShouldBeGreaterThan(Seeds / 100, fault.ToString());
        }
        foreach (var name in Rare)
        {
            campaign.Events.GetValueOrDefault(name).ShouldBeGreaterThan(Seeds / 500, name);
        }
        foreach (var name in CommandCatalogue.All.Select(c => c.Do).Except(SetUp).Except(NotAsked))
        {
            campaign.Commands.GetValueOrDefault(name).ShouldBeGreaterThan(Seeds / 100, name);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4_711)]
    [InlineData(9_999_999)]
    public void A_seed_replays_the_same_run(ulong seed)
    {
        var first = Alone.Run(() => Simulation.Run(seed));
        var again = Alone.Run(() => Simulation.Run(seed));
        again.Trace.ShouldBe(first.Trace);
        again.Faults.ShouldBe(first.Faults);
        (again.Steps, again.Accepted, again.Refused).ShouldBe((first.Steps, first.Accepted, first.Refused));
    }

    /// <summary>Found by reading: the process ended, and the seed was not told.</summary>
    [Fact]
    public void A_seed_in_whose_run_an_exception_is_left_uncaught_has_failed_and_is_named()
    {
        var result = Alone.Run(() => Simulation.Run(11, _ => throw new InvalidOperationException("not caught")));
        result.Seed.ShouldBe(11UL);
        result.Violation!.Invariant.ShouldBe(Simulation.Uncaught);
        result.Violation.Detail.ShouldContain("not caught");
    }

    [Fact]
    public void At_least_ten_invariants_are_checked_each_under_a_name_of_its_own()
    {
        Simulation.Invariants.Count.ShouldBeGreaterThanOrEqualTo(10);
        Simulation.Invariants.ShouldBeUnique();
    }
}
