using YrdClearing.Server.Verify;

namespace YrdClearing.System.Tests.Verify;

/// <summary>Tries changes on a journal: <c>yrd verify</c> must name an invariant each time, or a list here says why it need not.</summary>
/// <param name="verifyChanged">
/// What verify reports of the journal with a change, which is undone afterwards; null when the database itself refuses the change.
/// </param>
internal sealed class TamperingTrial(Func<string, Task<VerifyReport?>> verifyChanged)
{
    /// <summary>
    /// What verify cannot know or need not, by the beginning of place and kind, with the reason; a database may write names small.
    /// </summary>
    private static readonly Dictionary<string, string> Unknowable = new(StringComparer.Ordinal)
    {
        ["SchemaVersions"]          = "which scripts have run: of the database's form, not of what was booked; a writer finds a wrong form",
        ["head.delivered one less"] = "it may lag: what it does not count is looked up again",
        ["head.delivered other"]    = "the same: zero is where it begins",
        ["head.delivered swapped"]  = "the same, when both still count no more than there is",
        ["head.epoch"]              = "how often the book was claimed is written nowhere else",
        ["meta twice"]              = "a named value that nothing asks for",
        ["personal deleted"]        = "erased, which is what the table is for",
        ["personal emptied"]        = "the same",
        ["replayed.file"]           = "which file a line was in is written nowhere else",
        ["replayed.hash"]           = "the same of its content",
        ["replayed.line"]           = "the same of its number",
        ["replayed twice"]          = "the same",
        ["replayed deleted"]        = "replayed again, the line is answered by its command's id",
        ["replayed emptied"]        = "the same",
    };

    /// <summary>
    /// Changes that say the same as before in some rows, with the reason; of each there must be others that are found.
    /// </summary>
    private static readonly Dictionary<string, string> SometimesTheSame = new(StringComparer.Ordinal)
    {
        ["balance.book another row's"] = "a balance of zero is as good as none",
        ["balance.account longer"]     = "the same",
        ["balance deleted"]            = "the same",
        ["balance twice by account"]   = "the same",
        ["checkpoint.seq one more"]    = "an entry between that posts nothing counts for nothing",
        ["checkpoint.seq one less"]    = "the same",
        ["checkpoint deleted"]         = "of a book that posts nothing",
        ["head.delivered one more"]    = "the next entry has no messages",
        ["state.seq one less"]         = "within the entries of its aggregate: not all of them change each row",
        ["state.seq one more"]         = "the same",
        ["state.version one less"]     = "the same",
        ["state.version one more"]     = "the same",
        ["state.version swapped"]      = "the same",
    };

    private const string Unnoticed = "all invariants hold";

    private readonly List<(Tampering Tampering, string How)> _missed = [];
    private readonly HashSet<string> _foundWays = [], _foundPlaces = [];
    private int _found, _refused, _known;

    /// <summary>True to change more rows of each column, which takes some minutes.</summary>
    public static bool IsLong => Environment.GetEnvironmentVariable("YRD_TAMPER") == "long";

    /// <summary>Makes one change after the other. Of each place some must be found; by none may the run end without a finding.</summary>
    public async Task ShouldFindAllAsync(Tamperings tamperings)
    {
        var all = tamperings.All().ToList();
        foreach (var tampering in all)
        {
            await TryAsync(tampering);
        }

        var figures = $"of {all.Count} changes {_found} are found, {_refused} refused by the database, {_known} not to be known, "
            + $"{_missed.Count} passed over";
        TestContext.Current.TestOutputHelper?.WriteLine(figures);
        _missed.Where(m => m.How != Unnoticed || !SometimesTheSame.ContainsKey(m.Tampering.Way) || !_foundWays.Contains(m.Tampering.Way))
            .ShouldBeEmpty(figures);
        all.Where(t => !IsUnknowable(t)).Select(t => t.Place).Distinct().Where(p => !_foundPlaces.Contains(p))
            .ShouldBeEmpty("of these places no change is found: " + figures);
    }

    private static bool IsUnknowable(Tampering tampering) =>
        Unknowable.Keys.Any(k => tampering.Way.StartsWith(k, StringComparison.OrdinalIgnoreCase));

    private async Task TryAsync(Tampering tampering)
    {
        if (IsUnknowable(tampering))
        {
            _known++;
            return;
        }
        try
        {
            switch (await verifyChanged(tampering.Sql))
            {
                case null:
                    _refused++;
                    break;
                case { Ok: true }:
                    _missed.Add((tampering, Unnoticed));
                    break;
                default:
                    _found++;
                    _foundWays.Add(tampering.Way);
                    _foundPlaces.Add(tampering.Place);
                    break;
            }
        }
        catch (Exception e)
        {
            _missed.Add((tampering, $"it ended with {e.GetType().Name} ({e.Message})"));
        }
    }
}
