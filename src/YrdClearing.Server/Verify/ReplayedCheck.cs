namespace YrdClearing.Server.Verify;

/// <summary>
/// Each replayed line that is noted as accepted names the entry of its command, and no refused one names any: replayed again, a line is
/// answered from here. Looks up what <see cref="KeyCheck"/> has read.
/// </summary>
internal sealed class ReplayedCheck(JournalReader journal, Scratch scratch) : Check("replayed lines are those of entries")
{
    private long _lines, _accepted;

    public override void Finish()
    {
        var held = scratch.PrepareScalar("SELECT book || '/' || seq FROM stored_key WHERE key = 'cmd/' || ?1");
        foreach (var row in journal.Rows("SELECT file, line, command, outcome, book, seq FROM replayed"))
        {
            _lines++;
            var isAccepted = row.GetString(3) == "ok";
            _accepted += isAccepted ? 1 : 0;
            var said = row.IsDBNull(4) || row.IsDBNull(5) ? null : $"{row.GetString(4)}/{row.GetInt64(5)}";
            var entry = isAccepted ? held([row.GetString(2)]) as string : null;
            if (said != entry || (isAccepted && said is null))
            {
                Fail($"{row.GetString(0)}, line {row.GetInt64(1)} ({row.GetString(3)}) names {said ?? "no entry"}, "
                    + $"its command's is {entry ?? "none"}");
            }
        }
    }

    protected override string Figure => $"{Fen.Count(_lines, "line", "lines")}, {Fen.Count(_accepted, "accepted", "accepted")}";
}
