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

    private static void Run(UpgradeEngineBuilder database, string folder)
    {
        // Scripts hold JSON paths and dollar signs: DbUp must not take them for its variables.
        var result = database
            .WithScriptsEmbeddedInAssembly(Scripts, name => name.Contains(folder, StringComparison.Ordinal))
            .WithVariablesDisabled()
            .WithTransaction()
            .LogToNowhere()
            .Build()
            .PerformUpgrade();
        if (!result.Successful)
        {
            var script = result.ErrorScript is { } failed ? $" by {failed.Name}" : "";
            throw new InvalidDataException($"The journal's schema could not be upgraded{script}: {result.Error.Message}", result.Error);
        }
    }
}
