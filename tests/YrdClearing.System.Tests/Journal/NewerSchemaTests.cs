using YrdClearing.Journal;
using YrdClearing.Server.Cli;
using YrdClearing.System.Tests.Cli;

namespace YrdClearing.System.Tests.Journal;

/// <summary>A journal of a later version, with a script that this one does not have.</summary>
public sealed class NewerSchemaTests
{
    [Fact]
    public async Task An_older_program_neither_reads_nor_writes_a_newer_data_folder()
    {
        await using var database = new SqliteDatabase();
        await IsRefusedAsync(database, "sqlite", ["--data", database.Folder]);
    }

    [Fact]
    public async Task An_older_program_neither_reads_nor_writes_a_newer_database()
    {
        await using var database = new PostgresDatabase();
        await database.CreateAsync();
        await IsRefusedAsync(database, "postgres", ["--postgres", database.Options.Postgres!]);
    }

    /// <summary>Found by a review: it did both, as if the schema were its own.</summary>
    private static async Task IsRefusedAsync(JournalDatabase database, string folder, string[] data)
    {
        await (await JournalStores.OpenAsync(database.Options, TimeProvider.System, CancellationToken.None)).DisposeAsync();
        await database.ExecuteAsync(
            $"INSERT INTO SchemaVersions (ScriptName, Applied) VALUES ('YrdClearing.Journal.Schema.{folder}.0099-later.sql', CURRENT_TIMESTAMP)");
        foreach (var command in new[] { "balances", "verify", "serve --listen 127.0.0.1:0" })
        {
            var result = await Yrd.RunAsync([.. command.Split(' '), .. data]);
            result.ExitCode.ShouldBe(ExitCode.Failed);
            result.Output.ShouldBeEmpty();
            result.Error.ShouldBe(
                $"yrd: A newer yrd has written this journal (its schema has {folder}.0099-later.sql): use that version, or a later one."
                + Environment.NewLine);
        }
    }
}
