using System.Globalization;
using Microsoft.Extensions.Logging;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Grains;

/// <summary>What the network does by itself: one grain in the cluster, started by <c>serve</c>.</summary>
public interface IScheduleGrain : IGrainWithStringKey, IRemindable
{
    /// <summary>Starts the schedule; harmless when it runs.</summary>
    Task Start();
}

/// <summary>
/// Runs the deadlines once each business day, soon after 00:00 at +08:00; a missed day is made up for by the next run. A day that comes
/// again, for the clock went back, is asked for again: its command's id makes it run once. While the clock is not the database's none is
/// run. A reminder wakes the schedule on another silo when its own dies.
/// </summary>
public sealed partial class ScheduleGrain(
    ClearingServices services,
    SiloDuty duty,
    ClockCheck clock,
    [PersistentState("schedule", SiloSetup.ProcessStorage)] IPersistentState<ScheduleState> state,
    ILogger<ScheduleGrain> logger) : Grain, IScheduleGrain
{
    /// <summary>The one key of this grain.</summary>
    public const string TheNetwork = "schedule:network";

    private const string Reminder = "tick";

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    /// <summary>How long a silo that starts waits for the schedule, whose silo may be leaving or may just have died.</summary>
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(1);

    /// <summary>Starts the network's schedule, wherever it is; asked again while silos come and go.</summary>
    /// <param name="grains">The cluster's grains.</param>
    /// <param name="clock">Measures how long is waited.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="OrleansException">The schedule could not be reached for a minute.</exception>
    public static async Task StartAsync(IGrainFactory grains, TimeProvider clock, CancellationToken cancellation)
    {
        for (var outage = new Outage(clock, StartPatience); ; await outage.WaitAsync())
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                await grains.GetGrain<IScheduleGrain>(TheNetwork).Start();
                return;
            }
            catch (Exception e) when (outage.Excuses(e, orJournal: true))
            {
                // The schedule's next activation starts it, or finds it started.
            }
        }
    }

    /// <summary>A day counts as run when the journal says so too: it may be an older one, restored beside this state.</summary>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (await services.Store.FindReceiptAsync(CommandOf(state.State.LastDay), cancellationToken) is null)
        {
            state.State.LastDay = "";
        }
    }

    public async Task Start()
    {
        await this.RegisterOrUpdateReminder(Reminder, dueTime: Period, Period);
        await TickAsync();
    }

    public Task ReceiveReminder(string reminderName, TickStatus status) => TickAsync();

    private async Task TickAsync()
    {
        if (duty.Role != SiloRole.Serve)
        {
            // A silo that replays is no place for the network's own doings: the next tick may find another.
            DeactivateOnIdle();
            return;
        }
        var now = (await BusinessClock.LoadAsync(services.Store, services.Clock, CancellationToken.None)).Now;
        var today = now.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (state.State.LastDay == today)
        {
            return;
        }
        try
        {
            await clock.MeasureAsync(CancellationToken.None);
            if (clock.Problem is { } problem)
            {
                LogWrongClock(today, problem);
                return;
            }
            var reply = await GrainFactory.GetGrain<IDeadlinesGrain>(DeadlinesState.IdOf(Books.Network)).Execute(Run(today, now));
            LogRun(today, reply.Rejection?.Code.Wire() ?? "ok");
        }
        catch (Exception exception)
        {
            // The outcome is unknown; the next tick sends the same id again.
            LogFailed(exception, today);
            return;
        }
        var before = state.State.LastDay;
        try
        {
            state.State.LastDay = today;
            await state.WriteStateAsync(CancellationToken.None);
        }
        catch
        {
            // The next tick writes it: what is not written is not so.
            state.State.LastDay = before;
            throw;
        }
    }

    private static string CommandOf(string day) => "deadlines/" + day;

    private static CommandCall Run(string day, BusinessTime now)
    {
        var actor = new Actor(ActorKind.Operator, Actor.TheNetwork, "schedule", "operator:network/schedule");
        var body = System.Text.Encoding.UTF8.GetBytes($$"""{"as":"{{actor.Text}}","do":"deadlines.run"}""");
        return new(new Envelope(CommandOf(day), now, actor, "deadlines.run", new RunDeadlines(), body));
    }

    [LoggerMessage(1, LogLevel.Information, "Deadlines of {Day}: {Outcome}")]
    private partial void LogRun(string day, string outcome);

    [LoggerMessage(2, LogLevel.Error, "Deadlines of {Day} could not be run and will be tried again")]
    private partial void LogFailed(Exception exception, string day);

    [LoggerMessage(3, LogLevel.Error, "Deadlines of {Day} are not run: {Problem}")]
    private partial void LogWrongClock(string day, string problem);
}

/// <summary>The last business day (ISO) whose deadlines were run.</summary>
[GenerateSerializer]
public sealed class ScheduleState
{
    [Id(0)]
    public string LastDay { get; set; } = "";
}
