using System.Diagnostics;
using YrdClearing.Journal;

namespace YrdClearing.System.Tests.Journal;

/// <summary>One process writes a data folder; readers need no lock.</summary>
public sealed class DataFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("yrd-folder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_folder_in_use_is_refused_by_name_and_free_again_after_its_writer()
    {
        var folder = Path.Combine(_folder, "new", "data");
        await using (await OpenAsync(folder, write: true))
        {
            var refused = await Should.ThrowAsync<DataFolderInUseException>(OpenAsync(folder, write: true));
            refused.Folder.ShouldBe(folder);
            refused.Message.ShouldContain(folder);
        }
        await (await OpenAsync(folder, write: true)).DisposeAsync();
    }

    [Fact]
    public async Task The_lock_of_a_dead_process_does_not_block()
    {
        var path = Path.Combine(_folder, "lock");
        // One process alone: a child would share the lock and might outlive it by a moment.
        using var holder = Process.Start(new ProcessStartInfo("flock", ["--no-fork", path, "sh", "-c", "echo held; exec cat"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        (await holder.StandardOutput.ReadLineAsync()).ShouldBe("held");
        await Should.ThrowAsync<DataFolderInUseException>(OpenAsync(_folder, write: true));
        holder.Kill(entireProcessTree: true);
        await holder.WaitForExitAsync();
        await (await OpenAsync(_folder, write: true)).DisposeAsync();
        File.Exists(path).ShouldBeTrue();
    }

    [Fact]
    public async Task A_writer_waits_a_moment_for_one_that_is_going()
    {
        var going = await OpenAsync(_folder, write: true);
        var coming = OpenAsync(_folder, write: true);
        coming.IsCompleted.ShouldBeFalse();
        await going.DisposeAsync();
        await (await coming).DisposeAsync();
    }

    [Fact]
    public async Task Readers_read_beside_the_writer_and_after_it()
    {
        await using (var writer = await OpenAsync(_folder, write: true))
        {
            await using var reader = await OpenAsync(_folder, write: false);
            await writer.SetMetaAsync("name", "value", default);
            (await reader.MetaAsync("name", default)).ShouldBe("value");
            (await reader.MetaAsync("other", default)).ShouldBeNull();
            await Should.ThrowAsync<InvalidOperationException>(() => reader.SetMetaAsync("name", "x", default));
        }
        await using var later = await OpenAsync(_folder, write: false);
        (await later.MetaAsync("name", default)).ShouldBe("value");
    }

    [Fact]
    public async Task A_reader_is_told_when_there_is_no_journal()
    {
        (await Should.ThrowAsync<JournalMissingException>(OpenAsync(_folder, write: false))).Message.ShouldContain(_folder);
        await File.WriteAllBytesAsync(Path.Combine(_folder, "journal.db"), []);
        await Should.ThrowAsync<JournalMissingException>(OpenAsync(_folder, write: false));
    }

    private static Task<JournalStore> OpenAsync(string folder, bool write) =>
        JournalStores.OpenAsync(new(folder, Postgres: null, write), TimeProvider.System, CancellationToken.None);
}
