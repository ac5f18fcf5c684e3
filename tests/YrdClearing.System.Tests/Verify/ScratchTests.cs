using YrdClearing.Server.Verify;

namespace YrdClearing.System.Tests.Verify;

public sealed class ScratchTests
{
    /// <summary>Found by reading: SQLite's own sum ends the query when it passes 64 bits, and with it ended the verification.</summary>
    [Fact]
    public void A_sum_over_many_rows_may_be_more_than_64_bits_hold()
    {
        using var scratch = new Scratch();
        scratch.Run("CREATE TABLE t (g TEXT, fen INTEGER)");
        scratch.Sum("SELECT wide_sum(fen) FROM t").ShouldBe("0");
        var insert = scratch.Prepare("INSERT INTO t VALUES (?1, ?2)");
        foreach (var (group, fen) in new (string, long?)[] { ("a", long.MaxValue), ("a", 1), ("b", long.MinValue), ("b", -1), ("b", null) })
        {
            insert([group, fen]);
        }
        scratch.Sum("SELECT wide_sum(fen) FROM t").ShouldBe("-1");
        scratch.Rows("SELECT wide_sum(fen) FROM t GROUP BY g HAVING wide_sum(fen) <> '0' ORDER BY g").Select(r => Fen.Text(r.GetString(0)))
            .ShouldBe(["92233720368547758.08", "-92233720368547758.09"]);
    }
}
