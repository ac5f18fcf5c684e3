using System.Text.Json;

namespace YrdClearing.Benchmarks.Workers;

/// <summary>What is asked of a system under measurement.</summary>
/// <param name="Lanes">Commands in flight.</param>
/// <param name="WarmUpSeconds">Load before the window.</param>
/// <param name="Seconds">The window.</param>
/// <param name="CommandsPerSecond">The rate of an open loop; 0: a closed loop.</param>
/// <param name="Touched">Stored vouchers to have been brought into memory afterwards, instead of a load; 0: a load.</param>
internal sealed record MeasureRequest(int Lanes, double WarmUpSeconds, double Seconds, double CommandsPerSecond = 0, int Touched = 0);

/// <summary>What a system did in a window.</summary>
internal sealed record Measurement(double CommandsPerSecond)
{
    public double P50Milliseconds { get; init; }
    public double P99Milliseconds { get; init; }

    /// <summary>Of the process that sends the load, and the system with it unless servers are.</summary>
    public double CpuMicrosecondsPerCommand { get; init; }

    /// <inheritdoc cref="Load.LoadResult.ServerMicrosecondsPerCommand"/>
    public double ServerMicrosecondsPerCommand { get; init; }

    /// <inheritdoc cref="Load.LoadResult.DatabaseMicrosecondsPerCommand"/>
    public double DatabaseMicrosecondsPerCommand { get; init; }

    /// <summary>Of the process that the system is in.</summary>
    public double AllocatedBytesPerCommand { get; init; }
    public double EntriesPerBatch { get; init; }
    public double ReadySeconds { get; init; }
    public double RetainedBytes { get; init; }
    public double Milliseconds { get; init; }
    public double Ratio { get; init; }
    public string Note { get; init; } = "";

    public static Measurement Of(Load.LoadResult result) => new(result.CommandsPerSecond)
    {
        P50Milliseconds = result.P50.TotalMilliseconds,
        P99Milliseconds = result.P99.TotalMilliseconds,
        CpuMicrosecondsPerCommand = result.CpuMicrosecondsPerCommand,
        ServerMicrosecondsPerCommand = result.ServerMicrosecondsPerCommand,
        DatabaseMicrosecondsPerCommand = result.DatabaseMicrosecondsPerCommand,
        AllocatedBytesPerCommand = result.AllocatedBytesPerCommand,
    };
}

/// <summary>A system under measurement. What it did is proved before its figure is given.</summary>
internal interface IMeasured : IAsyncDisposable
{
    Task<Measurement> MeasureAsync(MeasureRequest request);
}

/// <summary>A system whose journal can be proved as a whole.</summary>
internal interface IProvable : IMeasured
{
    Task VerifyAsync();
}

internal static class WorkerJson
{
    public static string Write<T>(T value) => JsonSerializer.Serialize(value);

    public static T Read<T>(string line) => JsonSerializer.Deserialize<T>(line) ?? throw new InvalidDataException(line);
}
