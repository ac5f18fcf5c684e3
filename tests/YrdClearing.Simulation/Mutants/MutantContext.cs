using System.Reflection;
using System.Runtime.Loader;

namespace YrdClearing.Simulation.Mutants;

/// <summary>Where a project with a mistake lives, and with it what is built on it; all else it shares with the right simulation.</summary>
internal sealed class MutantContext : AssemblyLoadContext
{
    private readonly Assembly _wrong;
    private readonly IReadOnlyList<string> _builtOnIt;

    /// <param name="name">The mutant's.</param>
    /// <param name="wrong">The project with the mistake, compiled.</param>
    /// <param name="builtOnIt">Names of the assemblies that refer to it.</param>
    public MutantContext(string name, Stream wrong, IReadOnlyList<string> builtOnIt)
        : base(name)
    {
        _wrong = LoadFromStream(wrong);
        _builtOnIt = builtOnIt;
    }

    protected override Assembly? Load(AssemblyName assemblyName) =>
        assemblyName.Name == _wrong.GetName().Name ? _wrong :
        _builtOnIt.Contains(assemblyName.Name) ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll")) :
        null;
}
