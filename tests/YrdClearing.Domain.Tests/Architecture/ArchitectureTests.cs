using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Tests.Architecture;

public sealed partial class ArchitectureTests
{
    /// <summary>The projects in the order of the arrows: each may refer to those before it, no arrow runs back.</summary>
    private static readonly string[] Projects = ["Domain", "Journal", "Grains", "Server"];

    [Fact]
    public void Projects_refer_only_to_those_before_them_in_the_chain()
    {
        var folders = Directory.GetDirectories(Path.Combine(Golden.Root, "src")).Select(f => Path.GetFileName(f)!).Order();
        folders.ShouldBe(Projects.Select(p => "YrdClearing." + p).Order());
        for (var i = 0; i < Projects.Length; i++)
        {
            var referred = References(Projects[i], "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r));
            referred.ShouldBeSubsetOf(Projects.Take(i).Select(p => "YrdClearing." + p), Projects[i]);
        }
    }

    [Fact]
    public void Domain_has_stateless_as_its_only_package()
    {
        References("Domain", "PackageReference").ShouldBe(["Stateless"]);
        typeof(DomainEvent).Assembly.GetReferencedAssemblies().Select(a => a.Name!)
            .ShouldAllBe(n => n == "Stateless" || n.StartsWith("System", StringComparison.Ordinal));
    }

    /// <summary>Domain does no I/O, reads no clock, makes no id, awaits nothing and knows no chance (style.md, 3 and 4).</summary>
    [Fact]
    public void Domain_reads_no_clock_makes_no_id_and_does_no_io() => LinesOf("Domain")
        .Where(l => Forbidden().IsMatch(l.Text))
        .Select(l => $"{l.File}: {l.Text.Trim()}")
        .ShouldBeEmpty();

    [Fact]
    public void No_project_reads_the_clock_but_through_a_time_provider() => Projects.SelectMany(LinesOf)
        .Where(l => Clock().IsMatch(l.Text))
        .Select(l => $"{l.File}: {l.Text.Trim()}")
        .ShouldBeEmpty();

    [Fact]
    public void Domain_types_are_sealed_static_or_abstract() => typeof(DomainEvent).Assembly.GetTypes()
        .Where(t => t.IsClass && !t.IsSealed && !t.IsAbstract && !t.Name.Contains('<'))
        .ShouldBeEmpty();

    [Fact]
    public void Every_slice_of_the_domain_is_its_own_namespace() => SourcesOf("Domain")
        .Where(f => !File.ReadAllText(f).Contains($"namespace YrdClearing.Domain.{Path.GetFileName(Path.GetDirectoryName(f))};"))
        .ShouldBeEmpty();

    /// <summary>An event without a stored name could not be read back (style.md, 11).</summary>
    [Fact]
    public void Every_event_has_a_stored_name() => typeof(DomainEvent).Assembly.GetTypes()
        .Where(t => t.IsSubclassOf(typeof(DomainEvent)) && !t.IsAbstract && t.GetCustomAttribute<StoredAttribute>() is null)
        .ShouldBeEmpty();

    private static IEnumerable<string> References(string project, string element) =>
        XDocument.Load(Path.Combine(Golden.Root, "src", "YrdClearing." + project, $"YrdClearing.{project}.csproj"))
            .Descendants(element)
            .Select(e => e.Attribute("Include")!.Value.Replace('\\', '/'));

    private static IEnumerable<string> SourcesOf(string project) =>
        Directory.EnumerateFiles(Path.Combine(Golden.Root, "src", "YrdClearing." + project), "*.cs", SearchOption.AllDirectories)
            .Where(f => !f.Contains("/obj/") && !f.Contains("/bin/") && !f.Contains("\\obj\\") && !f.Contains("\\bin\\"))
            .Order(StringComparer.Ordinal);

    private static IEnumerable<(string File, string Text)> LinesOf(string project) =>
        SourcesOf(project).SelectMany(f => File.ReadLines(f)
            .Where(l => !l.TrimStart().StartsWith("//", StringComparison.Ordinal))
            .Select(l => (Path.GetRelativePath(Golden.Root, f), l)));

    [GeneratedRegex(@"\b(DateTime(Offset)?\.(Now|UtcNow|Today)|TimeProvider|Guid\.New|Random|Stopwatch|Environment\.|Console\.|System\.IO|"
        + @"(File|Directory)\.|HttpClient|async|await|Task|Thread|double|float|decimal)(\b|(?<=\.))")]
    private static partial Regex Forbidden();

    [GeneratedRegex(@"\b(DateTime(Offset)?\.(Now|UtcNow|Today))\b")]
    private static partial Regex Clock();
}
