using System.Runtime.CompilerServices;
using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>Something that must hold after every step, with the name a failure is reported under.</summary>
internal abstract class Invariant(string name, Observer observer)
{
    public string Name => name;

    protected Observer Observer => observer;

    protected Model Model => observer.Model;

    /// <summary>
    /// An entry that was written, and checked, before the run began; the model has it already. Only what must be remembered of it is taken
    /// over: every run begins with hundreds.
    /// </summary>
    public virtual void TakeOver(NumberedEntry entry, JsonElement data)
    {
    }

    /// <summary>An entry has become durable; the model has it already. <paramref name="data"/> is its event.</summary>
    public virtual void Written(NumberedEntry entry, JsonElement data)
    {
    }

    /// <summary>The entries written so far in this step are all known.</summary>
    public virtual void AfterStep()
    {
    }

    /// <summary>Nothing is under way any more.</summary>
    public virtual void AtEnd()
    {
    }

    protected void Require(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] ref Otherwise otherwise)
    {
        if (!holds)
        {
            Fail(otherwise.ToString());
        }
    }

    protected void Fail(string detail) => observer.Fail(name, detail);
}
