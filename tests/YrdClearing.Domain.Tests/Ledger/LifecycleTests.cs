using System.Reflection;
using Stateless;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests.Ledger;

public sealed class LifecycleTests
{
    /// <summary>All lifecycles of the domain, in the order of their names.</summary>
    internal static IReadOnlyList<Lifecycle> All { get; } = typeof(Lifecycle).Assembly.GetTypes()
        .Where(t => !t.ContainsGenericParameters)
        .SelectMany(t => t.GetFields(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
        .Where(f => f.FieldType.IsAssignableTo(typeof(Lifecycle)))
        .Select(f => (Lifecycle)f.GetValue(null)!)
        .Distinct()
        .OrderBy(l => l.Name, StringComparer.Ordinal)
        .ToList();

    [Fact]
    public void Table_and_machine_agree_for_every_state_and_trigger()
    {
        All.ShouldNotBeEmpty();
        foreach (var lifecycle in All)
        {
            typeof(LifecycleTests).GetMethod(nameof(AssertAgree), BindingFlags.Static | BindingFlags.NonPublic)!
                .MakeGenericMethod(lifecycle.GetType().GetGenericArguments())
                .Invoke(null, [lifecycle]);
        }
    }

    /// <summary>By one of the lifecycles over these states: an instalment, say, takes fewer of a milestone's.</summary>
    [Fact]
    public void Every_state_can_be_reached() => All.GroupBy(l => l.GetType().GetGenericArguments()[0])
        .ShouldAllBe(group => group.SelectMany(Reached).Distinct().Count() == StatesOf(group.First()).Length);

    [Fact]
    public void Names_of_lifecycles_are_unique() => All.Select(l => l.Name).ShouldBeUnique();

    [Fact]
    public void Two_targets_for_one_state_and_trigger_are_refused() =>
        Should.Throw<ArgumentException>(() => new Lifecycle<Light, Change>(
            "Light", Light.Red, (Light.Red, Change.Next, Light.Green), (Light.Red, Change.Next, Light.Red)));

    [Fact]
    public void The_page_of_lifecycles_is_fresh() => Golden.ShouldMatch("ops/lifecycles.md", MermaidDiagram.Page(All));

    [Fact]
    public void A_diagram_shows_start_steps_and_end() =>
        MermaidDiagram.Of(new Lifecycle<Light, Change>(
                "Light", Light.Red,
                (Light.Red, Change.Next, Light.Green), (Light.Red, Change.SwitchOff, Light.Dark), (Light.Green, Change.Next, Light.Green))
            .Describe()).ShouldBe(
            """
            stateDiagram-v2
                [*] --> Red
                Red --> Green : next
                Red --> Dark : switch off
                Green --> Green : next
                Dark --> [*]

            """);

    private static void AssertAgree<TState, TTrigger>(Lifecycle<TState, TTrigger> lifecycle)
        where TState : struct, Enum
        where TTrigger : struct, Enum
    {
        foreach (var state in Enum.GetValues<TState>())
        {
            foreach (var trigger in Enum.GetValues<TTrigger>())
            {
                StateMachine<TState, TTrigger> machine = lifecycle.MachineAt(state);
                var next = lifecycle.Next(state, trigger);
                machine.CanFire(trigger).ShouldBe(next is not null, $"{lifecycle.Name}: {state}, {trigger}");
                lifecycle.Allows(state, trigger).ShouldBe(next is not null);
                if (next is not null)
                {
                    machine.Fire(trigger);
                    machine.State.ShouldBe(next.Value);
                }
            }
        }
    }

    private static Array StatesOf(Lifecycle lifecycle) => Enum.GetValues(lifecycle.GetType().GetGenericArguments()[0]);

    private static HashSet<object> Reached(Lifecycle lifecycle)
    {
        var machine = lifecycle.Describe();
        var steps = machine.States.ToDictionary(
            s => s.UnderlyingState, s => s.FixedTransitions.Select(t => t.DestinationState.UnderlyingState).ToList());
        var reached = new HashSet<object> { machine.InitialState.UnderlyingState };
        var open = new Queue<object>(reached);
        while (open.TryDequeue(out var state))
        {
            foreach (var to in steps.GetValueOrDefault(state, []).Where(reached.Add))
            {
                open.Enqueue(to);
            }
        }
        return reached;
    }

    private enum Light
    {
        Red,
        Green,
        Dark,
    }

    private enum Change
    {
        Next,
        SwitchOff,
    }
}
