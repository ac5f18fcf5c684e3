using System.Text;
using Stateless.Reflection;

namespace YrdClearing.Domain.Ledger;

/// <summary>
/// Draws a lifecycle as a Mermaid state diagram, from Stateless' own description of it. The text is the same for the same table.
/// </summary>
public static class MermaidDiagram
{
    /// <summary>The body of a <c>mermaid</c> block, lines ended by <c>\n</c>.</summary>
    public static string Of(StateMachineInfo machine)
    {
        var states = machine.States.OrderBy(s => (Enum)s.UnderlyingState).ToList();
        var text = new StringBuilder("stateDiagram-v2\n");
        text.Append($"    [*] --> {machine.InitialState.UnderlyingState}\n");
        foreach (var state in states)
        {
            foreach (var to in state.FixedTransitions
                .GroupBy(t => t.DestinationState.UnderlyingState)
                .OrderBy(g => (Enum)g.Key))
            {
                var triggers = to.Select(t => t.Trigger.UnderlyingTrigger).Order().Select(t => Words(t.ToString()!));
                text.Append($"    {state.UnderlyingState} --> {to.Key} : {string.Join(", ", triggers)}\n");
            }
        }
        foreach (var end in states.Where(s => !s.FixedTransitions.Any()))
        {
            text.Append($"    {end.UnderlyingState} --> [*]\n");
        }
        return text.ToString();
    }

    /// <summary>A page with one diagram a lifecycle, in the order given.</summary>
    public static string Page(IEnumerable<Lifecycle> lifecycles)
    {
        var text = new StringBuilder("# Lifecycles\n\nGenerated from the Stateless definitions in `src/YrdClearing.Domain` (`*Lifecycle.cs`).");
        text.Append(" A test fails when this page is stale;\n`YRD_UPDATE_GOLDEN=1 ops/test.sh` rewrites it.\n");
        foreach (var lifecycle in lifecycles)
        {
            text.Append($"\n## {lifecycle.Name}\n\n```mermaid\n{Of(lifecycle.Describe())}```\n");
        }
        return text.ToString();
    }

    private static string Words(string pascal) =>
        string.Concat(pascal.Select((c, i) => char.IsUpper(c) ? (i > 0 ? " " : "") + char.ToLowerInvariant(c) : c.ToString()));
}
