using System.Reflection;
using DbUp;
using DbUp.Builder;

namespace YrdClearing.Journal;

/// <summary>Runs the schema scripts that a database has not seen yet, in the order of their names. Says nothing unless it fails.</summary>
internal static class SchemaUpgrade
{
    private static readonly Assembly Scripts = typeof(SchemaUpgrade).Assembly;

    public static void Sqlite(string connectionString) => Run(DeployChanges.To.SqliteDatabase(connectionString), ".Schema.sqlite.");

    public static void Postgres(string connectionString) => Run(DeployChanges.To.PostgresqlDatabase(connectionString), ".Schema.postgres.");

    /// <summary>An older program would read and write what it does not understand.</summary>
    /// <param name="executed">Names of the scripts that the database has seen.</param>
    /// <exception cref="InvalidDataException">One of them is not known here.</exception>
    public static void RefuseNewer(IEnumerable<string> executed)
    {
        if (executed.Except(Scripts.GetManifestResourceNames()).Order(StringComparer.Ordinal).LastOrDefault() is { } unknown)
        {
            throw new InvalidDataException(
                $"A newer yrd has written this journal (its schema has {unknown.Split(".Schema.")[^1]}): use that version, or a later one.");
        }
    }

    private static void Run(UpgradeEngineBuilder database, string folder)
    {
        // Scripts hold JSON paths and dollar signs: DbUp must not take them for its variables.
        var upgrade = database
            .WithScriptsEmbeddedInAssembly(Scripts, name => name.Contains(folder, StringComparison.Ordinal))
            .WithVariablesDisabled()
            .WithTransaction()
            .LogToNowhere()
            .Build();
        RefuseNewer(upgrade.GetExecutedScripts());
        var result = upgrade.PerformUpgrade();
        if (!result.Successful)
        {
            var script = result.ErrorScript is { } failed ? $" by {failed.Name}" : "";
            throw new InvalidDataException($"The journal's schema could not be upgraded{script}: {result.Error.Message}", result.Error);
        }
    }
}
