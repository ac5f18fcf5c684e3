using CsCheck;
using YrdClearing.Server.Replay;

namespace YrdClearing.System.Tests.Replay;

public sealed class LaneScheduleTests
{
    private static readonly Gen<List<Lane>?> AnyLanes =
        from isBarrier in Gen.Int[0, 15]
        from lanes in Gen.Select(Gen.Int[0, 5], Gen.Bool).List[0, 4]
        select isBarrier == 0 ? null : lanes.DistinctBy(l => l.Item1).Select(l => new Lane($"l{l.Item1}", l.Item2)).ToList();

    [Fact]
    public void Jobs_of_one_lane_run_in_order_unless_they_share_it() =>
        Gen.Select(AnyLanes.List[1, 60], Gen.Int[1, 8]).Sample((lanes, parallel) => Check(lanes, parallel), iter: 200);

    [Fact]
    public void One_at_a_time_is_the_order_of_the_stream() => AnyLanes.List[1, 60].Sample(lanes =>
    {
        var run = Run(lanes, parallel: 1);
        run.Start.Order().ShouldBe(run.Start);
    }, iter: 50);

    [Fact]
    public async Task After_a_stop_nothing_starts_any_more()
    {
        var schedule = new LaneSchedule(4);
        var first = new TaskCompletionSource();
        var started = false;
        schedule.Add(new Work(1, [new("l", false)], () => first.Task));
        schedule.Add(new Work(2, [new("l", false)], () => Task.FromResult(started = true)));
        schedule.Stop();
        first.SetResult();
        schedule.Add(new Work(3, [], () => Task.FromResult(started = true)));
        await Task.Yield();
        started.ShouldBeFalse();
    }

    [Fact]
    public async Task After_a_stop_at_a_job_those_before_it_still_run_and_none_after_it()
    {
        var schedule = new LaneSchedule(2);
        var (first, failing) = (new TaskCompletionSource(), new TaskCompletionSource());
        var second = new TaskCompletionSource();
        var started = false;
        schedule.Add(new Work(1, [new("l", false)], () => first.Task));
        schedule.Add(new Work(2, [new("l", false)], () =>
        {
            second.SetResult();
            return Task.CompletedTask;
        }));
        schedule.Add(new Work(3, [new("m", false)], () => failing.Task));
        schedule.Add(new Work(4, [new("m", false)], () => Task.FromResult(started = true)));
        schedule.StopAfter(3);
        schedule.StopAfter(4);
        failing.SetResult();
        first.SetResult();
        await second.Task.WaitAsync(TimeSpan.FromSeconds(30), Stop);
        await Task.Delay(50, Stop);
        started.ShouldBeFalse();
    }

    [Fact]
    public async Task After_a_stop_the_first_job_that_has_not_started_is_known()
    {
        var schedule = new LaneSchedule(4);
        var (first, third) = (new TaskCompletionSource(), new TaskCompletionSource());
        var second = new Work(2, [new("l", false)], () => Task.CompletedTask);
        schedule.Add(new Work(1, [new("l", false)], () => first.Task));
        schedule.FirstNotStarted().ShouldBeNull();
        schedule.Add(second);
        schedule.Add(new Work(3, [new("m", false)], () => third.Task));
        schedule.Add(new Work(4, [new("m", false)], () => Task.CompletedTask));
        schedule.Stop();
        schedule.FirstNotStarted().ShouldBe(second);
        first.SetResult();
        await Task.Delay(50, Stop);
        schedule.FirstNotStarted().ShouldBe(second);
    }

    [Fact]
    public async Task More_jobs_are_wanted_only_while_few_wait_for_their_turn()
    {
        var schedule = new LaneSchedule(4);
        var jobs = Enumerable.Range(1, 5).Select(_ => new TaskCompletionSource()).ToList();
        for (var i = 0; i < jobs.Count; i++)
        {
            schedule.WhenWantedAsync(Stop).IsCompleted.ShouldBeTrue();
            var job = jobs[i];
            schedule.Add(new Work(i, [], () => job.Task));
        }
        var wanted = schedule.WhenWantedAsync(Stop).AsTask();
        wanted.IsCompleted.ShouldBeFalse();
        jobs[0].SetResult();
        await wanted;
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static void Check(List<List<Lane>?> lanes, int parallel)
    {
        var (start, end, most) = Run(lanes, parallel);
        most.ShouldBeLessThanOrEqualTo(parallel);
        for (var later = 0; later < lanes.Count; later++)
        {
            for (var earlier = 0; earlier < later; earlier++)
            {
                if (Conflict(lanes[earlier], lanes[later]))
                {
                    end[earlier].ShouldBeLessThan(start[later], $"{earlier} and {later}");
                }
            }
        }
    }

    private static bool Conflict(List<Lane>? a, List<Lane>? b) =>
        a is null || b is null || a.Any(x => b.Any(y => x.Name == y.Name && !(x.IsShared && y.IsShared)));

    /// <summary>Runs them all; gives the ticks at which each started and ended, and the most that ran at a time.</summary>
    private static (int[] Start, int[] End, int Most) Run(List<List<Lane>?> lanes, int parallel)
    {
        var (start, end) = (new int[lanes.Count], new int[lanes.Count]);
        var (tick, running, most, left) = (0, 0, 0, lanes.Count);
        var gate = new Lock();
        using var all = new ManualResetEventSlim();
        var schedule = new LaneSchedule(parallel);
        for (var i = 0; i < lanes.Count; i++)
        {
            var job = i;
            schedule.Add(new Work(job, lanes[job], async () =>
            {
                lock (gate)
                {
                    start[job] = ++tick;
                    most = Math.Max(most, ++running);
                }
                for (var turns = job % 5; turns > 0; turns--)
                {
                    await Task.Yield();
                }
                lock (gate)
                {
                    end[job] = ++tick;
                    running--;
                    if (--left == 0)
                    {
                        all.Set();
                    }
                }
            }));
        }
        all.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue("every job runs");
        return (start, end, most);
    }
}
