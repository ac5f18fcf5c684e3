using Shouldly;
using Xunit;
using YrdClearing.Simulation.Scheduling;

namespace YrdClearing.Simulation;

public sealed class SimulationTests
{
    /// <summary>Seeds of a test run; more by the executable's --seeds.</summary>
    private const int Seeds = 10_000;

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

    [Fact]
    public void At_least_ten_invariants_are_checked_each_under_a_name_of_its_own()
    {
        Simulation.Invariants.Count.ShouldBeGreaterThanOrEqualTo(10);
        Simulation.Invariants.ShouldBeUnique();
    }
}
