using System.Collections.Concurrent;
using YrdClearing.Grains.Aggregates;

namespace YrdClearing.Grains;

/// <summary>
/// Room for so many aggregates. With more, those leave that have not been asked for long: a queue of seats in the order of arrival, whose
/// first is asked to leave, unless it has been asked for something since it got its seat; then it goes to the queue's end (a clock with a second
/// chance). So one leaves for each that comes: were all chosen at once who are too many, hundreds of others would wait while they go. Safe to
/// use from several threads.
/// </summary>
/// <param name="max">The room, in aggregates; those that are busy may exceed it.</param>
internal sealed class Room(int max)
{
    /// <summary>Seats that are looked at for one that comes: two keep pace, more make up for those that stayed.</summary>
    private const int LooksAtOnce = 8;

    private readonly ConcurrentQueue<Seat> _seats = new();
    private int _taken;
    private int _vacant;

    /// <summary>The aggregate came at this time, by the count of those that came.</summary>
    public void Enter(Aggregate aggregate, long now)
    {
        var seat = new Seat { Who = aggregate, Since = now };
        aggregate.Seat = seat;
        Interlocked.Increment(ref _taken);
        _seats.Enqueue(seat);
        for (var looks = 0; looks < LooksAtOnce && IsToBeLookedAt && _seats.TryDequeue(out var first); looks++)
        {
            Look(first, now);
        }
    }

    /// <summary>The aggregate has left; harmless when it had before.</summary>
    public void Leave(Aggregate aggregate)
    {
        if (aggregate.Seat is not { } seat)
        {
            return;
        }
        lock (seat)
        {
            if (seat.Who is null)
            {
                return;
            }
            seat.Who = null;
            if (seat.IsInQueue)
            {
                Interlocked.Increment(ref _vacant);
            }
        }
        Interlocked.Decrement(ref _taken);
    }

    /// <summary>There are too many, or as many seats are empty as a tenth of the room.</summary>
    private bool IsToBeLookedAt => Volatile.Read(ref _taken) > max || Volatile.Read(ref _vacant) > max / 10;

    private void Look(Seat seat, long now)
    {
        Aggregate who;
        lock (seat)
        {
            if (seat.Who is null)
            {
                Interlocked.Decrement(ref _vacant);
                return;
            }
            who = seat.Who;
            if (Volatile.Read(ref _taken) <= max || !who.IsIdle || who.LastAsked > seat.Since)
            {
                seat.Since = now;
                _seats.Enqueue(seat);
                return;
            }
            seat.IsInQueue = false;
        }
        // It finishes what it is asked meanwhile and then goes; its next activation answers whoever comes later.
        who.NeedNotStay();
        // Also when it had gone before it had a seat.
        Leave(who);
    }
}

/// <summary>A place in the queue; empty when its aggregate has left, so that it keeps nothing in memory.</summary>
internal sealed class Seat
{
    public Aggregate? Who { get; set; }

    /// <summary>When it was taken, or its aggregate was last found to be in use.</summary>
    public long Since { get; set; }

    public bool IsInQueue { get; set; } = true;
}
