using System.Runtime.InteropServices;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Settlement;

/// <summary>Who is cleared together; the two never net against each other.</summary>
public enum SettlementNetwork
{
    Vouchers,
    Markets,
}

/// <summary>How far obligations are netted (scenario.md, "Instructions").</summary>
public enum NettingMode
{
    /// <summary>One payment per ordered pair with a debt.</summary>
    Gross,

    /// <summary>One payment per pair with a difference.</summary>
    Bilateral,

    /// <summary>The largest remaining debtor pays the largest remaining creditor the smaller of the two, again and again.</summary>
    Multilateral,
}

/// <summary>What <paramref name="From"/> owes or pays <paramref name="To"/>; both are books, the amount is positive.</summary>
public readonly record struct PairAmount(string From, string To, Money Amount);

/// <summary>Receivable less payable of one book.</summary>
public readonly record struct Position(string Book, Money Amount);

/// <summary>Obligations netted: everything sorted by book, so that the same obligations in any order give the same result.</summary>
/// <param name="Gross">Sum of the obligations.</param>
/// <param name="Net">Sum of the instructions.</param>
/// <param name="Obligations">Per ordered pair with a non-zero sum.</param>
/// <param name="Positions">Of every book with an obligation, zeros included; they add up to zero.</param>
/// <param name="Instructions">The payments that settle all positions.</param>
public sealed record NettingResult(
    MoneySum Gross,
    MoneySum Net,
    IReadOnlyList<PairAmount> Obligations,
    IReadOnlyList<Position> Positions,
    IReadOnlyList<PairAmount> Instructions);

/// <summary>
/// Netting, pure. Books are numbered in the order of their names once; after that all work is on numbers: one pass over the obligations,
/// a sort of the pairs, and for multilateral netting two heaps, so it costs little more than summing the obligations by pair.
/// </summary>
public static class Netting
{
    /// <summary>Nets obligations; several of one pair are added up, zero ones count for nothing.</summary>
    /// <exception cref="ArgumentException">An amount is negative, or a book owes itself.</exception>
    /// <exception cref="OverflowException">What a book owes another, or its position, is beyond what money can hold.</exception>
    public static NettingResult Of(NettingMode mode, IEnumerable<PairAmount> obligations)
    {
        var (books, pairs) = SumByPair(obligations);
        var instructions = mode switch
        {
            NettingMode.Gross => pairs,
            NettingMode.Bilateral => Bilateral(pairs),
            NettingMode.Multilateral => Multilateral(PositionsOf(books.Length, pairs)),
            _ => throw new ArgumentOutOfRangeException(nameof(mode)),
        };
        var positions = PositionsOf(books.Length, pairs);
        return new(
            SumOf(pairs),
            SumOf(instructions),
            Named(books, pairs),
            positions.Select((fen, book) => new Position(books[book], new(fen))).ToArray(),
            Named(books, instructions));
    }

    /// <summary>Sums per ordered pair, sorted by payer, then payee, on books numbered in the order of their names.</summary>
    private static (string[] Books, Pair[] Pairs) SumByPair(IEnumerable<PairAmount> obligations)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        // One table of sums a payer: a key made of both numbers in one long would hash to their exclusive or, and nearly all would collide.
        var sums = new List<Dictionary<int, long>>();
        foreach (var (from, to, amount) in obligations)
        {
            if (amount.Fen < 0 || from == to)
            {
                throw new ArgumentException($"{from} owes {to} {amount}.", nameof(obligations));
            }
            if (!amount.IsZero)
            {
                var payer = NumberOf(numbers, from, sums);
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums[payer], NumberOf(numbers, to, sums), out _);
                sum += amount.Fen;
            }
        }
        var books = numbers.Keys.Order(StringComparer.Ordinal).ToArray();
        var rank = new int[books.Length];
        for (var i = 0; i < books.Length; i++)
        {
            rank[numbers[books[i]]] = i;
        }
        var pairs = new List<Pair>(sums.Sum(s => s.Count));
        for (var payer = 0; payer < rank.Length; payer++)
        {
            foreach (var (payee, fen) in sums[payer])
            {
                pairs.Add(new(rank[payer], rank[payee], fen));
            }
        }
        return (books, Sorted(pairs));
    }

    /// <summary>The book's number in order of first appearance; a new book gets a table of its own.</summary>
    private static int NumberOf(Dictionary<string, int> numbers, string book, List<Dictionary<int, long>> sums)
    {
        ref var number = ref CollectionsMarshal.GetValueRefOrAddDefault(numbers, book, out var known);
        if (!known)
        {
            number = sums.Count;
            sums.Add([]);
        }
        return number;
    }

    private static long[] PositionsOf(int books, Pair[] pairs)
    {
        var positions = new long[books];
        foreach (var (from, to, fen) in pairs)
        {
            positions[from] -= fen;
            positions[to] += fen;
        }
        return positions;
    }

    /// <summary>Sets each pair against its opposite; what is left is paid by the one that owes more.</summary>
    private static Pair[] Bilateral(Pair[] pairs)
    {
        var keys = KeysOf(pairs);
        var instructions = new List<Pair>();
        foreach (var pair in pairs)
        {
            var opposite = Array.BinarySearch(keys, Key(pair.To, pair.From));
            var rest = opposite < 0 ? pair.Fen : pair.Fen - pairs[opposite].Fen;
            if (rest > 0)
            {
                instructions.Add(pair with { Fen = rest });
            }
        }
        return instructions.ToArray();
    }

    private static Pair[] Multilateral(long[] positions)
    {
        // The largest first; of equal ones the lower number, which is the lower region code.
        var debtors = new PriorityQueue<int, (long Fen, int Book)>();
        var creditors = new PriorityQueue<int, (long Fen, int Book)>();
        for (var book = 0; book < positions.Length; book++)
        {
            if (positions[book] != 0)
            {
                (positions[book] < 0 ? debtors : creditors).Enqueue(book, (-Math.Abs(positions[book]), book));
            }
        }
        var instructions = new List<Pair>();
        while (debtors.TryDequeue(out var debtor, out var debt) && creditors.TryDequeue(out var creditor, out var credit))
        {
            var fen = Math.Min(-debt.Fen, -credit.Fen);
            instructions.Add(new(debtor, creditor, fen));
            Requeue(debtors, debtor, debt.Fen + fen);
            Requeue(creditors, creditor, credit.Fen + fen);
        }
        return Sorted(instructions);
    }

    private static void Requeue(PriorityQueue<int, (long Fen, int Book)> queue, int book, long rest)
    {
        if (rest != 0)
        {
            queue.Enqueue(book, (rest, book));
        }
    }

    private static Pair[] Sorted(List<Pair> pairs)
    {
        var sorted = pairs.ToArray();
        Array.Sort(KeysOf(sorted), sorted);
        return sorted;
    }

    private static long[] KeysOf(Pair[] pairs) => Array.ConvertAll(pairs, p => Key(p.From, p.To));

    /// <summary>Orders pairs by payer, then payee.</summary>
    private static long Key(int from, int to) => ((long)from << 32) | (uint)to;

    private static MoneySum SumOf(Pair[] pairs) => MoneySum.Of(pairs.Select(p => new Money(p.Fen)));

    private static PairAmount[] Named(string[] books, Pair[] pairs) =>
        Array.ConvertAll(pairs, p => new PairAmount(books[p.From], books[p.To], new(p.Fen)));

    /// <summary>A pair of numbered books and what the first owes or pays the second.</summary>
    private readonly record struct Pair(int From, int To, long Fen);
}
