using System.Runtime.Versioning;
using YrdClearing.Journal;
using YrdClearing.Server.Cli;

namespace YrdClearing.System.Tests.Journal;

/// <summary>A data folder as an auditor sees it, or a backup on read-only media: it may be read and not written.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class UnwritableFolderTests : IDisposable
{
    private const UnixFileMode ReadOnly =
        UnixFileMode.UserRead | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    private const UnixFileMode Writable = ReadOnly | UnixFileMode.UserWrite;

    // A name as people give them: nothing of it may be taken for a part of an URI.
    private readonly string _parent = Directory.CreateTempSubdirectory("yrd-unwritable-").FullName;

    public UnwritableFolderTests()
    {
        File.SetUnixFileMode(_parent, Writable);
        Folder = Directory.CreateDirectory(Path.Combine(_parent, "year 2026?#%41 券")).FullName;
    }

    private string Folder { get; }

    public void Dispose()
    {
        File.SetUnixFileMode(Folder, Writable);
        Directory.Delete(_parent, recursive: true);
    }

    /// <summary>Found by a review: SQLite could not make the file beside the journal that readers share.</summary>
    [Fact]
    public async Task A_closed_journal_is_read_and_cannot_be_written_meanwhile()
    {
        await WriteAsync();
        File.SetUnixFileMode(Folder, ReadOnly);
        await using (var reader = OpenAsNobody())
        {
            (await reader.MetaAsync("name", default)).ShouldBe("value");
            (await reader.LoadAsync("voucher:V1", default)).ShouldBeEmpty();
            (await new BalanceReads(reader).ReadAsync(null, default, default)).ShouldBeEmpty();
            (await Server.Verify.Verification.RunAsync(reader, [], default)).Ok.ShouldBeTrue();
            Files().ShouldBe(["journal.db", "lock"]);

            File.SetUnixFileMode(Folder, Writable);
            await Should.ThrowAsync<DataFolderInUseException>(OpenAsync(write: true));
        }
        await (await OpenAsync(write: true)).DisposeAsync();
    }

    [Fact]
    public async Task A_backup_that_was_never_served_is_read()
    {
        await WriteAsync();
        File.Delete(Path.Combine(Folder, "lock"));
        File.SetUnixFileMode(Folder, ReadOnly);
        await using (var reader = OpenAsNobody())
        {
            (await reader.MetaAsync("name", default)).ShouldBe("value");
        }

        // Nothing held a writer off; the reader says so at its end.
        var late = OpenAsNobody();
        File.SetUnixFileMode(Folder, Writable);
        await WriteAsync();
        (await Should.ThrowAsync<InvalidDataException>(async () => await late.DisposeAsync())).Message.ShouldContain("Read it again");
    }

    [Fact]
    public async Task A_journal_whose_log_was_left_is_refused_rather_than_read_without_it()
    {
        await WriteAsync();
        var copy = Path.Combine(_parent, "crashed");
        await using (var writer = await OpenAsync(write: true))
        {
            await writer.SetMetaAsync("name", "in the log", default);
            Directory.CreateDirectory(copy);
            foreach (var file in new[] { "journal.db", "journal.db-wal" })
            {
                File.Copy(Path.Combine(Folder, file), Path.Combine(copy, file));
            }
        }
        File.SetUnixFileMode(copy, ReadOnly);
        var refusal = Should.Throw<InvalidOperationException>(() => OpenAsNobody(copy)).InnerException.ShouldBeOfType<InvalidDataException>();
        refusal.Message.ShouldBe($"The journal in {copy} was not closed, and its log can only be read by a user who may write the folder.");
        File.SetUnixFileMode(copy, Writable);
        await using var reader = await JournalStores.OpenAsync(new(copy, null, Write: false), TimeProvider.System, default);
        (await reader.MetaAsync("name", default)).ShouldBe("in the log");
    }

    [Fact]
    public async Task While_a_writer_holds_the_folder_nobody_takes_the_journal_for_one_that_does_not_change()
    {
        await WriteAsync();
        using var held = await DataFolderLock.TakeAsync(Folder, TimeProvider.System, default);
        File.SetUnixFileMode(Folder, ReadOnly);
        Should.Throw<InvalidOperationException>(() => OpenAsNobody()).InnerException.ShouldBeOfType<DataFolderInUseException>();
    }

    private async Task WriteAsync()
    {
        await using var writer = await OpenAsync(write: true);
        await writer.SetMetaAsync("name", "value", default);
    }

    private JournalStore OpenAsNobody(string? folder = null) => Unprivileged.Run(() =>
    {
        var opening = JournalStores.OpenAsync(new(folder ?? Folder, null, Write: false), TimeProvider.System, default);
        opening.IsCompleted.ShouldBeTrue("it stays on this thread");
        return opening.GetAwaiter().GetResult();
    });

    private Task<JournalStore> OpenAsync(bool write) =>
        JournalStores.OpenAsync(new(Folder, Postgres: null, write), TimeProvider.System, default);

    private IEnumerable<string> Files() => Directory.EnumerateFiles(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!;
}
