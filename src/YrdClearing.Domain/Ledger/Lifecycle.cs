using System.Collections.Frozen;
using Stateless;
using Stateless.Reflection;

namespace YrdClearing.Domain.Ledger;

/// <summary>What is common to all lifecycles: their name and their definition, for diagrams.</summary>
public abstract class Lifecycle
{
    private protected Lifecycle(string name) => Name = name;

    /// <summary>The thing's name in domain.md: <c>Voucher</c>, <c>ServiceOrder</c>, <c>Cycle</c>.</summary>
    public string Name { get; }

    /// <summary>The definition as Stateless describes it.</summary>
    public abstract StateMachineInfo Describe();
}

/// <summary>
/// A lifecycle, defined once as a table of (from, trigger, to) and built on Stateless, whose machine is the definition: the table that
/// answers at run time is derived from the machine's own description, because a machine for each entity would cost microseconds and
/// kilobytes. A test asserts for every pair that machine and table agree.
/// </summary>
/// <example><code>
/// public static readonly Lifecycle&lt;CycleStatus, CycleTrigger&gt; Table = new("Cycle", CycleStatus.CutOff,
///     (CycleStatus.CutOff,     CycleTrigger.Calculate, CycleStatus.Calculated),
///     (CycleStatus.Calculated, CycleTrigger.Confirm,   CycleStatus.Confirmed));
/// </code></example>
public sealed class Lifecycle<TState, TTrigger> : Lifecycle
    where TState : struct, Enum
    where TTrigger : struct, Enum
{
    private readonly (TState From, TTrigger Trigger, TState To)[] _rows;
    private readonly FrozenDictionary<(TState, TTrigger), TState> _next;

    /// <param name="name">The thing's name in domain.md.</param>
    /// <param name="initial">The state it is created in.</param>
    /// <param name="rows">The permitted transitions; from = to is a step that stays (Stateless: re-entry).</param>
    /// <exception cref="ArgumentException">The table gives two targets for one state and trigger.</exception>
    public Lifecycle(string name, TState initial, params (TState From, TTrigger Trigger, TState To)[] rows)
        : base(name)
    {
        if (rows.GroupBy(r => (r.From, r.Trigger)).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new ArgumentException($"{name}: {twice.Key} has two targets.", nameof(rows));
        }
        Initial = initial;
        _rows = rows;
        _next = Describe().States
            .SelectMany(s => s.FixedTransitions.Select(t => (From: (TState)s.UnderlyingState, Transition: t)))
            .ToFrozenDictionary(
                t => (t.From, (TTrigger)t.Transition.Trigger.UnderlyingTrigger),
                t => (TState)t.Transition.DestinationState.UnderlyingState);
    }

    /// <summary>The state of a thing just created.</summary>
    public TState Initial { get; }

    /// <summary>
    /// Where <paramref name="trigger"/> leads; null when it is not permitted in that state (<c>wrong_state</c>). Allocates nothing.
    /// </summary>
    public TState? Next(TState from, TTrigger trigger) => _next.TryGetValue((from, trigger), out var to) ? to : null;

    /// <summary>True when <paramref name="trigger"/> is permitted in that state.</summary>
    public bool Allows(TState from, TTrigger trigger) => _next.ContainsKey((from, trigger));

    public override StateMachineInfo Describe() => MachineAt(Initial).GetInfo();

    /// <summary>A Stateless machine that stands at <paramref name="state"/>.</summary>
    public StateMachine<TState, TTrigger> MachineAt(TState state)
    {
        var machine = new StateMachine<TState, TTrigger>(state);
        foreach (var (from, trigger, to) in _rows)
        {
            _ = EqualityComparer<TState>.Default.Equals(from, to)
                ? machine.Configure(from).PermitReentry(trigger)
                : machine.Configure(from).Permit(trigger, to);
        }
        return machine;
    }
}
