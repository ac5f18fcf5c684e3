using System.Globalization;
using Microsoft.Extensions.Logging;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Deadlines;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Grains;

/// <summary>What the network does by itself: one grain, started by <c>serve</c>.</summary>
public interface IScheduleGrain : IGrainWithStringKey
{
    /// <summary>Starts the schedule; harmless when it runs.</summary>
    Task Start();
}

/// <summary>Runs the deadlines once each business day, soon after 00:00 at +08:00; a missed day is made up for by the next run.</summary>
[KeepAlive]
public sealed partial class ScheduleGrain(
    ClearingServices services,
    [PersistentState("schedule", SiloSetup.ProcessStorage)] IPersistentState<ScheduleState> state,
    ILogger<ScheduleGrain> logger) : Grain, IScheduleGrain
{
    /// <summary>The one key of this grain.</summary>
    public const string TheNetwork = "schedule:network";

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(1);

    public Task Start()
    {
        this.RegisterGrainTimer(TickAsync, new GrainTimerCreationOptions(TimeSpan.Zero, Period));
        return Task.CompletedTask;
    }

    private async Task TickAsync(CancellationToken cancellation)
    {
        var now = (await BusinessClock.LoadAsync(services.Store, services.Clock, cancellation)).Now;
        var today = now.Day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        if (string.CompareOrdinal(state.State.LastDay, today) >= 0)
        {
            return;
        }
        try
        {
            var reply = await GrainFactory.GetGrain<IDeadlinesGrain>(DeadlinesState.IdOf(Books.Network)).Execute(Run(today, now));
            LogRun(today, reply.Rejection?.Code.Wire() ?? "ok");
        }
        catch (Exception exception)
        {
            // The outcome is unknown; the next tick sends the same id again.
            LogFailed(exception, today);
            return;
        }
        state.State.LastDay = today;
        await state.WriteStateAsync(cancellation);
    }

    private static CommandCall Run(string day, BusinessTime now)
    {
        var actor = new Actor(ActorKind.Operator, Actor.TheNetwork, "schedule", "operator:network/schedule");
        var body = System.Text.Encoding.UTF8.GetBytes($$"""{"as":"{{actor.Text}}","do":"deadlines.run"}""");
        return new(new Envelope($"deadlines/{day}", now, actor, "deadlines.run", new RunDeadlines(), body));
    }

    [LoggerMessage(1, LogLevel.Information, "Deadlines of {Day}: {Outcome}")]
    private partial void LogRun(string day, string outcome);

    [LoggerMessage(2, LogLevel.Error, "Deadlines of {Day} could not be run and will be tried again")]
    private partial void LogFailed(Exception exception, string day);
}

/// <summary>The last business day (ISO) whose deadlines were run.</summary>
[GenerateSerializer]
public sealed class ScheduleState
{
    [Id(0)]
    public string LastDay { get; set; } = "";
}
