using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server;
using YrdClearing.System.Tests.Api;
using YrdClearing.System.Tests.Journal;
using YrdClearing.System.Tests.Lessons;

namespace YrdClearing.System.Tests.Grains;

/// <summary>Books are dealt out to the silos, and what commits to a book is beside it.</summary>
public sealed class BookPlacesTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private static readonly string[] Books = [.. Enumerable.Range(0, 32).Select(i => $"fund:{i:D2}0000"), "network"];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(40)]
    public void Each_silo_gets_as_many_books_as_the_others(int silos)
    {
        var places = BookPlaces.DealtOut(Books, Silos(silos));
        places.Keys.ShouldBe(Books, ignoreOrder: true);
        var held = Silos(silos).Select(s => places.Values.Count(s.Equals)).ToList();
        (held.Max() - held.Min()).ShouldBeLessThanOrEqualTo(1);
    }

    [Fact]
    public void Nobody_gets_a_book_when_nobody_is_there() => BookPlaces.DealtOut(Books, []).ShouldBeEmpty();

    [Fact]
    public void The_order_in_which_books_and_silos_are_seen_changes_nothing()
    {
        var places = BookPlaces.DealtOut(Books, Silos(5));
        BookPlaces.DealtOut(Books.Reverse(), [.. Silos(5).Reverse()]).ShouldBe(places, ignoreOrder: true);
    }

    [Fact]
    public void A_silo_that_is_started_anew_gets_the_books_that_it_had()
    {
        var before = BookPlaces.DealtOut(Books, Silos(3)).Where(p => p.Value.Generation == 2).Select(p => p.Key);
        SiloAddress[] anew = [Silo(1, 1), Silo(2, 99), Silo(3, 3)];
        BookPlaces.DealtOut(Books, anew).Where(p => p.Value.Generation == 99).Select(p => p.Key).ShouldBe(before, ignoreOrder: true);
    }

    [Fact]
    public void Most_books_stay_when_a_silo_goes()
    {
        var before = BookPlaces.DealtOut(Books, Silos(4));
        var after = BookPlaces.DealtOut(Books, Silos(3));
        var staying = Books.Where(b => before[b].Generation <= 3).ToList();
        staying.Count(b => before[b].Equals(after[b])).ShouldBeGreaterThan(staying.Count * 2 / 3);
    }

    /// <summary>
    /// Found by reading: whoever started first woke all books and kept them; a silo that was restarted got none back.
    /// </summary>
    [Fact]
    public async Task Books_move_to_a_silo_that_joins_and_what_commits_to_them_is_placed_beside_them()
    {
        await using var database = new PostgresDatabase();
        await database.CreateAsync();
        await using var first = await ClearingHost.StartAsync(database.Options, TimeProvider.System, Stop);
        var client = new NetworkClient(first);
        await client.SendAsync(Network.Setup);
        var books = Held(first);
        books.Count.ShouldBe(3);

        using var moves = new MovesSeen();
        await using var second = await ClearingHost.StartAsync(database.Options, TimeProvider.System, Stop);
        ClearingHost[] hosts = [first, second];
        // Also without a move a book may turn up on a silo that has just joined, as long as the directory does not know of it there.
        var dealt = BookPlaces.DealtOut(books, [.. hosts.Select(Address)]);
        await UntilDealtAsync(hosts, dealt);
        for (var attempt = 0; moves.How.IsEmpty; attempt++)
        {
            // In some runs all have turned up where they belong; then one is sent away as the watch does it, and comes back the same way.
            attempt.ShouldBeLessThan(3, "a book that is sent away goes, unless the watch has dealt it back in that moment");
            await SendOneAwayAsync(first, second);
            await UntilDealtAsync(hosts, dealt);
        }

        // A book that only went would be woken at its old place by whoever remembers that, and be sent away again.
        moves.How.ShouldAllBe(how => how == "migrated");

        // Known to nobody's memory yet: where they are is decided now.
        foreach (var (order, i) in OrderAbroad.BothWays(Enumerable.Range(100, 8)).Select((o, i) => (o, i)))
        {
            var sender = new NetworkClient(hosts[i % 2]);
            foreach (var line in order.UntilReviewed.Append(order.Approve).Append(order.PayAndClawBack[0]))
            {
                await sender.UntilAppliedAsync(await sender.ExecuteAsync(line, Guid.NewGuid().ToString("N")));
            }
            var paying = hosts.Single(h => Address(h).Equals(dealt["fund:" + order.Host]));
            Local(paying).Find("payout:" + order.Id).ShouldNotBeNull($"{order.Id}: payout of fund:{order.Host}");
        }
    }

    private static async Task SendOneAwayAsync(ClearingHost from, ClearingHost to)
    {
        var book = Local(from).Books.First();
        foreach (var host in new[] { from, to })
        {
            Places(host).Deal([book.Name], [Address(to)], isAlone: false);
        }
        await book.LeaveAsync();
        await from.Services.GetRequiredService<IGrainFactory>().GetGrain<IBookGrain>(book.Name).Stopped();
    }

    private static Task UntilDealtAsync(ClearingHost[] hosts, IReadOnlyDictionary<string, SiloAddress> dealt) => UntilAsync(
        () => hosts.All(h =>
            Held(h).SetEquals(dealt.Where(p => p.Value.Equals(Address(h))).Select(p => p.Key))
            && dealt.All(p => p.Value.Equals(Places(h).Of(p.Key)))),
        () => string.Join("; ", hosts.Select(h =>
            $"{Address(h)} has {string.Join(", ", Held(h))} and deals "
            + string.Join(", ", dealt.Select(p => $"{p.Key} to {Places(h).Of(p.Key)}")))));

    private static BookPlaces Places(ClearingHost host) => host.Services.GetRequiredService<BookPlaces>();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static SiloAddress[] Silos(int count) => [.. Enumerable.Range(1, count).Select(i => Silo(i, i))];

    private static SiloAddress Silo(int host, int generation) => SiloAddress.New(IPAddress.Parse($"10.0.0.{host}"), 11111, generation);

    private static SiloAddress Address(ClearingHost host) => host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;

    private static LocalGrains Local(ClearingHost host) => host.Services.GetRequiredService<LocalGrains>();

    private static HashSet<string> Held(ClearingHost host) => [.. Local(host).Books.Select(b => b.Name)];

    /// <summary>How the books went that were sent away; only this test has two silos in the tests' own process.</summary>
    private sealed class MovesSeen : IDisposable
    {
        private readonly MeterListener _listener = new();

        public MovesSeen()
        {
            _listener.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument is { Meter.Name: Telemetry.Name, Name: "yrd.book.moves" })
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _listener.SetMeasurementEventCallback<long>((_, _, tags, _) => How.Enqueue((string)tags[0].Value!));
            _listener.Start();
        }

        public ConcurrentQueue<string> How { get; } = [];

        public void Dispose() => _listener.Dispose();
    }

    private static async Task UntilAsync(Func<bool> isSo, Func<string> found)
    {
        var started = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Patience, found());
            await Task.Delay(100, Stop);
        }
    }
}
