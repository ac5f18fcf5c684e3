using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace YrdClearing.Grains;

/// <summary>
/// On which silo each book belongs: all silos have as many, and when one comes or goes few others move. Every silo deals by itself, and
/// those that see the same members and books deal the same. What commits to a book is placed beside it, so that it commits without a call.
/// Safe to use from several threads.
/// </summary>
public sealed class BookPlaces
{
    /// <summary>How the name of a silo begins that only stays for a piece of work and is given no book while others are there.</summary>
    public const string GuestPrefix = "guest-";

    private readonly ConcurrentDictionary<string, string> _expected = new(StringComparer.Ordinal);
    private volatile Dictionary<string, SiloAddress> _dealt = new(StringComparer.Ordinal);
    private volatile bool _alone = true;

    /// <summary>Deals all books out anew.</summary>
    /// <param name="books">Their names.</param>
    /// <param name="silos">Those that may have books.</param>
    /// <param name="isAlone">There is no other silo, not even one that may have none.</param>
    public void Deal(IEnumerable<string> books, IReadOnlyCollection<SiloAddress> silos, bool isAlone)
    {
        _dealt = DealtOut(books, silos);
        _alone = isAlone;
    }

    /// <summary>The silo on which the book belongs; null when it is not known yet.</summary>
    public SiloAddress? Of(string book) => _dealt.GetValueOrDefault(book);

    /// <summary>The book to which an aggregate commits that is about to be called and may have no place yet; null when nobody knows.</summary>
    public string? BookOf(string aggregate) => _expected.GetValueOrDefault(aggregate);

    /// <summary>An aggregate is about to be called, which commits to this book; false when nobody will ask, or it is known.</summary>
    public bool Expect(string aggregate, string book) => !_alone && _expected.TryAdd(aggregate, book);

    /// <summary>The call is over.</summary>
    public void Forget(string aggregate) => _expected.TryRemove(aggregate, out _);

    /// <summary>
    /// Each book gets the silo that ranks first for it among those that have not had their share. Ranks are drawn from the silo's address
    /// and the book's name: a silo that comes back gets the books that it had.
    /// </summary>
    public static Dictionary<string, SiloAddress> DealtOut(IEnumerable<string> books, IReadOnlyCollection<SiloAddress> silos)
    {
        var sorted = books.Order(StringComparer.Ordinal).ToList();
        var places = new Dictionary<string, SiloAddress>(StringComparer.Ordinal);
        if (silos.Count == 0)
        {
            return places;
        }
        // So many silos get one book more than the others.
        var (share, odd) = Math.DivRem(sorted.Count, silos.Count);
        var dealt = silos.ToDictionary(s => s, _ => 0);
        foreach (var book in sorted)
        {
            var silo = silos.Where(s => dealt[s] < share || (dealt[s] == share && odd > 0)).MaxBy(s => Rank(s, book))!;
            if (dealt[silo]++ == share)
            {
                odd--;
            }
            places.Add(book, silo);
        }
        return places;
    }

    private static ulong Rank(SiloAddress silo, string book) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{silo.Endpoint} {book}")));
}
