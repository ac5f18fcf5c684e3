using System.Collections.Frozen;

namespace YrdClearing.Domain.Commands;

/// <summary>Every command there is, slice by slice in the order of scenario.md.</summary>
public static class CommandCatalogue
{
    public static IReadOnlyList<CommandSpec> All { get; } =
    [
    ];

    private static readonly FrozenDictionary<string, CommandSpec> ByName = All.ToFrozenDictionary(s => s.Do, StringComparer.Ordinal);

    /// <summary>The command of this name; null when there is none.</summary>
    public static CommandSpec? Find(string name) => ByName.GetValueOrDefault(name);
}
