using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Orleans.Concurrency;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server.Api;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>What must never be in the built assemblies: lessons 4, 7 and 8.</summary>
public sealed class ForbiddenCodeTests
{
    private const BindingFlags All =
        BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Assembly[] Ours =
        [typeof(DomainEvent).Assembly, typeof(Book).Assembly, typeof(BookGrain).Assembly, typeof(ApiHost).Assembly];

    /// <summary>Everything of Stateless' machine that is called: none of it leaves the grain's scheduler.</summary>
    private static readonly string[] AllowedOfStateless = [".ctor", "Configure", "Permit", "PermitReentry", "GetInfo"];

    private static readonly Type[] Fractions = [typeof(double), typeof(float), typeof(decimal), typeof(Half)];

    /// <summary>No money: the share of a file that was replayed, how much a client wants CSV (q of Accept), measured seconds.</summary>
    private static readonly string[] NotMoney =
    [
        "YrdClearing.Server.Cli.ProgressBar", "YrdClearing.Server.Cli.ReplayCommand", "YrdClearing.Server.Replay.ReplayRun",
        "YrdClearing.Server.Api.MediaTypes+", "YrdClearing.Journal.Telemetry", "YrdClearing.Grains.BookGauges",
    ];

    [Fact]
    public void Of_a_state_machine_only_its_definition_is_used()
    {
        foreach (var assembly in Ours)
        {
            Members(assembly).Where(m => m.Declarer.StartsWith("Stateless.StateMachine", StringComparison.Ordinal)).Select(m => m.Name)
                .ShouldBeSubsetOf(AllowedOfStateless, assembly.GetName().Name);
        }
        // A machine's ToString is called through object: so no machine may leave the one class that defines and describes it.
        Ours.SelectMany(a => a.GetTypes())
            .Where(t => Mentioned(t).Any(m => m.Type.FullName?.StartsWith("Stateless.StateMachine`2", StringComparison.Ordinal) == true))
            .ShouldBe([typeof(Lifecycle<,>)]);
    }

    [Fact]
    public void No_call_of_a_grain_is_one_way() => Ours.SelectMany(a => a.GetTypes())
        .SelectMany(t => t.GetMethods(All))
        .Where(m => m.IsDefined(typeof(OneWayAttribute), inherit: false))
        .ShouldBeEmpty();

    /// <summary>
    /// What is experimental in Orleans (the strongly consistent directory, the repartitioner, journaling) is an error to the compiler until
    /// somebody silences it by its number.
    /// </summary>
    [Fact]
    public void Nothing_experimental_of_Orleans_is_used()
    {
        Ours.SelectMany(a => a.GetReferencedAssemblies())
            .Where(a => a.Name!.Contains("Journaling", StringComparison.Ordinal))
            .ShouldBeEmpty();
        new[] { "*.cs", "*.csproj", "*.props", ".editorconfig" }
            .SelectMany(p => Directory.EnumerateFiles(Path.Combine(ScenarioFolder.Root, "src"), p, SearchOption.AllDirectories)
                .Concat(Directory.EnumerateFiles(ScenarioFolder.Root, p)))
            .Where(f => File.ReadAllText(f).Contains("ORLEANSEXP", StringComparison.Ordinal))
            .ShouldBeEmpty();
    }

    /// <summary>Amounts, rates and balances are whole numbers everywhere, in what decides, writes, reads and verifies.</summary>
    [Fact]
    public void Nothing_is_counted_in_fractions()
    {
        Ours.SelectMany(a => a.GetTypes())
            .Where(t => !NotMoney.Any(p => t.FullName!.StartsWith(p, StringComparison.Ordinal)))
            .SelectMany(t => Mentioned(t).Where(m => Fractions.Contains(m.Type)).Select(m => $"{t}: {m.Name}"))
            .ShouldBeEmpty();
        foreach (var assembly in new[] { typeof(DomainEvent).Assembly, typeof(Book).Assembly })
        {
            Members(assembly).Where(m => Fractions.Any(f => m.Declarer == f.FullName)).ShouldBeEmpty(assembly.GetName().Name);
        }
    }

    /// <summary>Types of fields, parameters, results and locals, without what they are made of.</summary>
    private static IEnumerable<(string Name, Type Type)> Mentioned(Type type) =>
    [
        .. type.GetFields(All).Select(f => (f.Name, Definition(f.FieldType))),
        .. type.GetMethods(All).Cast<MethodBase>().Concat(type.GetConstructors(All)).SelectMany(m => m.GetParameters()
            .Select(p => p.ParameterType)
            .Concat(m.GetMethodBody()?.LocalVariables.Select(l => l.LocalType) ?? [])
            .Append((m as MethodInfo)?.ReturnType ?? typeof(void))
            .Select(t => (m.Name, Definition(t)))),
    ];

    private static Type Definition(Type type)
    {
        type = type.HasElementType ? type.GetElementType()! : type;
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsGenericType ? type.GetGenericTypeDefinition() : type;
    }

    /// <summary>Every member of another assembly that this one refers to, with the full name of its (generic) type.</summary>
    private static IEnumerable<(string Declarer, string Name)> Members(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        return metadata.MemberReferences.Select(metadata.GetMemberReference)
            .Select(m => (Declarer(metadata, m.Parent), metadata.GetString(m.Name)))
            .ToList();
    }

    private static string Declarer(MetadataReader metadata, EntityHandle parent)
    {
        switch (parent.Kind)
        {
            case HandleKind.TypeReference:
                var type = metadata.GetTypeReference((TypeReferenceHandle)parent);
                var above = type.ResolutionScope.Kind == HandleKind.TypeReference
                    ? Declarer(metadata, type.ResolutionScope) + "+"
                    : metadata.GetString(type.Namespace) + ".";
                return above + metadata.GetString(type.Name);
            case HandleKind.TypeSpecification:
                // GENERICINST (0x15), CLASS or VALUETYPE, then the generic type.
                var signature = metadata.GetBlobReader(metadata.GetTypeSpecification((TypeSpecificationHandle)parent).Signature);
                return signature.ReadByte() == 0x15 && signature.ReadByte() is 0x11 or 0x12
                    ? Declarer(metadata, signature.ReadTypeHandle())
                    : "";
            default:
                return "";
        }
    }
}
