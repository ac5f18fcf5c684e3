using Shouldly;
using Xunit;
using YrdClearing.Benchmarks.Capacity;
using YrdClearing.Simulation.Mutants;

namespace YrdClearing.Simulation.Capacity;

/// <summary>The capacity plan's model (tests/YrdClearing.Benchmarks/Capacity), and that the document says what it says.</summary>
public sealed class CapacityPlanTests
{
    [Fact]
    public void The_plans_table_is_what_the_model_computes()
    {
        var document = File.ReadAllText(Path.Combine(Mutant.Root, "ops", "performance.md")).ReplaceLineEndings("\n");
        // After a change of costs or model: dotnet run -c Release --project tests/YrdClearing.Benchmarks -- capacity --write
        CapacityPlan.TableIn(document).ShouldBe(CapacityPlan.Table());
    }

    [Fact]
    public void A_case_gives_the_same_figures_every_time()
    {
        var once = CapacityModel.Run(CapacityPlan.Cases[0]);
        CapacityModel.Run(CapacityPlan.Cases[0]).ShouldBe(once);
    }

    /// <summary>What was measured on a quiet machine at 1,024 in flight: 13,985 commands a second, half of them within 60 ms.</summary>
    [Fact]
    public void The_model_meets_what_was_measured_at_1024_in_flight_within_a_fifth()
    {
        var result = CapacityModel.Run(CapacityPlan.Cases.Single(c => c.DatabaseCores == 0 && c.Load.Lanes == 1_024));
        ((double)result.PerSecond).ShouldBe(13_985, 13_985 * 0.2);
        (result.P50 / 1_000.0).ShouldBe(59.9, 59.9 * 0.2);
    }

    [Fact]
    public void Nothing_is_acknowledged_that_did_not_come_and_nobody_works_more_than_the_time_there_is()
    {
        foreach (var planned in CapacityPlan.Cases.Where(c => c.Load.PerSecond > 0))
        {
            var result = CapacityModel.Run(planned);
            // On average, with three times as many in a tenth of the window; chance and what came before the window may add a little.
            result.PerSecond.ShouldBeLessThan(planned.Load.PerSecond * 13 / 10);
            result.SiloPercent.ShouldBeInRange(0, 100);
            result.DatabasePercent.ShouldBeInRange(0, 100);
        }
    }
}
