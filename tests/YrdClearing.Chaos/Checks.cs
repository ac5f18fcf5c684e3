using System.Globalization;
using System.Text.Json.Nodes;
using Npgsql;

namespace YrdClearing.Chaos;

/// <summary>What has to be true in the end, whatever happened: a name, what was found, and whether that is right.</summary>
internal sealed record Check(string Name, string Found, bool IsRight);

/// <summary>Compares what the clients were told with what the journal holds.</summary>
internal sealed class Checks(AckLog log, Database database)
{
    private const int MaxExamples = 5;

    /// <summary>A run of hours leaves millions of entries.</summary>
    private static readonly TimeSpan LongestVerify = TimeSpan.FromMinutes(30);

    private readonly List<Check> _made = [];

    public IReadOnlyList<Check> Made => _made;

    public void Add(string name, string found, bool isRight) => _made.Add(new(name, found, isRight));

    /// <summary>Every acknowledged command is there as it was acknowledged, none twice; nothing is there that was refused.</summary>
    public async Task JournalAsync()
    {
        var entries = (await EntriesAsync()).ToLookup(e => e.Id, e => e.Seq);
        var accepted = log.All.Where(t => t.Code is null).ToArray();
        var refused = log.All.Where(t => t.Code is not null).ToArray();
        Each("every acknowledged command is in the journal", accepted, t => entries.Contains(t.Id));
        Each("in one entry only", accepted, t => entries[t.Id].Take(2).Count() < 2);
        Each("and that is the book and number it was acknowledged with", accepted, t => entries[t.Id].Contains(t.Seq!));
        Each("no refused command is in the journal", refused, t => !entries.Contains(t.Id));
        var told = log.All.Select(t => t.Id).ToHashSet();
        var strangers = entries.Where(e => !told.Contains(e.Key)).Select(e => e.Key).ToArray();
        Add(
            "no client's command is in the journal that was not acknowledged in the end", Examples(entries.Count, strangers),
            strangers.Length == 0);
    }

    /// <summary>Nothing was refused but the losers of races and the orders of listed parties.</summary>
    /// <param name="meant">Ids of the commands that were meant to be refused, or one of two to lose.</param>
    public void Refusals(HashSet<string> meant)
    {
        var strange = log.All.Where(t => t.Code is not null and not Race.Lost && !meant.Contains(t.Id)).Select(t => $"{t.Code}: {t.Body}").ToArray();
        Add("no command was refused that had no reason to be", Examples(log.All.Count, strange), strange.Length == 0);
    }

    public void Races(IReadOnlyCollection<Race> races)
    {
        var wrong = races.Where(r => !r.HasOneWinner).Select(r => r.Voucher).ToArray();
        Add("one voucher against clients on two silos has exactly one winner", Examples(races.Count, wrong), wrong.Length == 0);
    }

    public async Task ContractsAsync(ContractRaceLoad races)
    {
        var wrong = await races.WrongAsync();
        Add(
            "one milestone accepted and disputed on two silos is released or frozen, and its escrow says which",
            Examples(races.Races.Count, wrong), wrong.Count == 0);
    }

    public void Listings(ListingLoad listings) => Add(
        "listed on one silo, refused on the next; cleared, served again", Examples(listings.Tried.Count, listings.Stale),
        listings.Stale.Count == 0);

    /// <summary>All cycles together took what the acknowledged approvals made one fund owe another, pair by pair.</summary>
    public void Cycles(IReadOnlyList<JsonNode> cycles, IReadOnlyCollection<Obligation> owed)
    {
        var taken = cycles.SelectMany(c => c["obligations"]!.AsArray())
            .Select(o => new Obligation((string)o!["from"]!, (string)o["to"]!, Fen((string)o["amount"]!)))
            .ToArray();
        var (expected, found) = (ByPair(owed), ByPair(taken));
        var wrong = expected.Keys.Union(found.Keys).Where(p => expected.GetValueOrDefault(p) != found.GetValueOrDefault(p))
            .Select(p => $"{p.From}→{p.To} owed {Yuan(expected.GetValueOrDefault(p))}, taken {Yuan(found.GetValueOrDefault(p))}")
            .ToArray();
        Add(
            "the cycles took every obligation once, pair by pair",
            $"{cycles.Count} cycles, {owed.Count} obligations, owed {Yuan(owed.Sum(o => o.Fen))}, taken {Yuan(taken.Sum(o => o.Fen))}"
                + string.Concat(wrong.Take(MaxExamples).Select(w => "; " + w)),
            wrong.Length == 0);
        var unbalanced = cycles.Where(c => c["positions"]!.AsObject().Sum(p => Fen((string)p.Value!)) != 0)
            .Select(c => (string)c["id"]!).ToArray();
        Add("the positions of each cycle add up to 0.00", Examples(cycles.Count, unbalanced), unbalanced.Length == 0);
        var open = cycles.Where(c => (string?)c["status"] is not ("Calculated" or "Closed" or "Confirmed"))
            .Select(c => $"{c["id"]} {c["status"]}").ToArray();
        Add("every cycle is calculated: the mirrors of all its pairs agree", Examples(cycles.Count, open), open.Length == 0);
    }

    /// <summary><c>yrd verify</c>: all its invariants, from the stored entries alone.</summary>
    public async Task VerifyAsync()
    {
        var (exit, output) = await Shell.TryAsync(
            LongestVerify, ["dotnet", Path.Combine(AppContext.BaseDirectory, "yrd.dll"), "verify", "--postgres", database.Local]);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var passed = lines.Count(l => l.TrimEnd().EndsWith(" ok", StringComparison.Ordinal));
        Add("yrd verify passes", exit == 0 ? $"{passed} invariants" : output, exit == 0);
    }

    private void Each(string name, IReadOnlyCollection<Told> told, Func<Told, bool> isRight)
    {
        var wrong = told.Where(t => !isRight(t)).Select(t => $"{t.Id} {t.Seq}").ToArray();
        Add(name, Examples(told.Count, wrong), wrong.Length == 0);
    }

    private async Task<List<(string Id, string Seq)>> EntriesAsync()
    {
        await using var source = NpgsqlDataSource.Create(database.Local);
        await using var command = source.CreateCommand("SELECT command_id, book, seq FROM entry WHERE command_id LIKE 'chaos-%'");
        await using var reader = await command.ExecuteReaderAsync();
        var entries = new List<(string, string)>();
        while (await reader.ReadAsync())
        {
            entries.Add((reader.GetString(0), $"{reader.GetString(1)}/{reader.GetInt64(2)}"));
        }
        return entries;
    }

    private static string Examples(int all, IReadOnlyList<string> wrong) =>
        wrong.Count == 0 ? $"{all:N0}" : $"{wrong.Count:N0} of {all:N0} are not: {string.Join("; ", wrong.Take(MaxExamples))}";

    private static Dictionary<(string From, string To), long> ByPair(IEnumerable<Obligation> obligations) =>
        obligations.GroupBy(o => (o.From, o.To)).ToDictionary(g => g.Key, g => g.Sum(o => o.Fen));

    private static long Fen(string amount) => (long)(decimal.Parse(amount, CultureInfo.InvariantCulture) * 100);

    private static string Yuan(long fen) => (fen / 100m).ToString("N2", CultureInfo.InvariantCulture);
}
