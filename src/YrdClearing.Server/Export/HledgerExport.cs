using System.Globalization;
using YrdClearing.Server.Verify;

namespace YrdClearing.Server.Export;

/// <summary>
/// The journal as plain-text accounting (hledger's format): one transaction an entry, accounts <c>BOOK:ACCOUNT</c>. Entries that move no
/// money stand as comments, so that every number of a book's sequence is there.
/// </summary>
internal static class HledgerExport
{
    public static async Task WriteAsync(JournalReader journal, IEnumerable<string> books, TextWriter output, CancellationToken cancellation)
    {
        await output.WriteLineAsync("decimal-mark .\ncommodity CNY 1000.00");
        foreach (var book in books)
        {
            foreach (var entry in journal.Entries(book))
            {
                cancellation.ThrowIfCancellationRequested();
                await output.WriteLineAsync();
                await WriteAsync(entry, output);
            }
        }
    }

    private static async Task WriteAsync(StoredEntry entry, TextWriter output)
    {
        var time = ExportTime.Of(entry.At);
        var comment = entry.Amounts.Length == 0 ? "; " : "";
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"{comment}{time:yyyy-MM-dd} ({entry.Seq}) {entry.Event} {Plain(entry.Aggregate)}"));
        var cause = entry.CommandId is { } id ? $"command:{Plain(id)}" : $"cause:{entry.CauseBook}/{entry.CauseSeq}/{entry.CauseN}";
        await output.WriteLineAsync($"    ; book:{entry.Book}, at:{ExportTime.Text(entry.At)}, actor:{Plain(entry.Actor)}, {cause}");
        for (var i = 0; i < entry.Amounts.Length; i++)
        {
            await output.WriteLineAsync($"    {entry.Book}:{entry.Accounts[i]}  {entry.Currency} {Fen.Text(entry.Amounts[i])}");
        }
    }

    /// <summary>A comma would end a tag and a semicolon a description; ids hold neither, but text from outside might.</summary>
    private static string Plain(string text) => string.Concat(text.Select(c => c is ',' or ';' || char.IsControl(c) ? '_' : c));
}

/// <summary>Business time as exports show it: at +08:00.</summary>
internal static class ExportTime
{
    private static readonly TimeSpan Offset = TimeSpan.FromHours(8);

    public static DateTimeOffset Of(long unixMicroseconds) =>
        new DateTimeOffset(DateTime.UnixEpoch).AddMicroseconds(unixMicroseconds).ToOffset(Offset);

    /// <summary>RFC 3339, with a fraction only where there is one.</summary>
    public static string Text(long unixMicroseconds) =>
        Of(unixMicroseconds).ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture);
}
