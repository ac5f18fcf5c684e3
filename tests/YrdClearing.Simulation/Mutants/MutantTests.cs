using Shouldly;
using Xunit;

namespace YrdClearing.Simulation.Mutants;

/// <summary>A check of the simulation itself: mistakes put into the product's sources must not get through it.</summary>
public sealed class MutantTests
{
    [Fact]
    public void Every_mutant_breaks_an_invariant_that_is_named_for_it()
    {
        var outcomes = MutantRun.All(TestContext.Current.TestOutputHelper!.WriteLine);
        outcomes.Count.ShouldBeGreaterThanOrEqualTo(37);
        outcomes.Where(o => !o.IsKilled).ShouldBeEmpty();
    }

    [Fact]
    public void A_patch_that_no_longer_applies_is_an_error()
    {
        var mutant = Mutant.All[0];
        Should.Throw<InvalidOperationException>(() => mutant.Apply("other sources")).Message.ShouldContain("no longer applies");
        Should.Throw<InvalidOperationException>(() => mutant.Apply(mutant.Search + mutant.Search));
    }
}
