using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace YrdClearing.Chaos;

/// <summary>What a client was told in the end.</summary>
/// <param name="Id">The command's id.</param>
/// <param name="Body">The command as it was sent.</param>
/// <param name="Seq">Book and number of its entry, <c>fund:310000/57</c>; null when it was refused.</param>
/// <param name="Code">Why it was refused; null when it was accepted.</param>
/// <param name="Silo">Who said so.</param>
internal sealed record Told(string Id, string Body, string? Seq, string? Code, int Silo);

/// <summary>The clients' own log, a file outside of the product. It is what the journal is compared with in the end.</summary>
internal sealed class AckLog(string file) : IDisposable
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly StreamWriter _writer = new(file);
    private readonly ConcurrentQueue<Told> _told = [];
    private readonly ConcurrentDictionary<string, int> _unknown = [];

    public IReadOnlyCollection<Told> All => _told;

    /// <summary>Attempts without an outcome, by what came instead of one; each was made again with the same id.</summary>
    public IReadOnlyDictionary<string, int> Unknown => _unknown;

    public void Add(Told told)
    {
        lock (_writer)
        {
            _writer.WriteLine(JsonSerializer.Serialize(told, Readable));
            _writer.Flush();
        }
        _told.Enqueue(told);
    }

    public void AddUnknown(string what) => _unknown.AddOrUpdate(what, 1, (_, n) => n + 1);

    public void Dispose() => _writer.Dispose();
}
