using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using YrdClearing.Benchmarks.Load;
using YrdClearing.Benchmarks.Workers;
using YrdClearing.Grains;

namespace YrdClearing.Benchmarks.Memory;

[Alias("benchmark-empty-first")]
public interface IEmptyFirstGrain : IGrainWithStringKey
{
    Task<long> Call(long value);
}

[Alias("benchmark-empty-second")]
public interface IEmptySecondGrain : IGrainWithStringKey
{
    Task<long> Call(long value);
}

public sealed class EmptyFirstGrain : Grain, IEmptyFirstGrain
{
    public async Task<long> Call(long value) =>
        await GrainFactory.GetGrain<IEmptySecondGrain>(EmptyCalls.SecondOf(this.GetPrimaryKeyString())).Call(value);
}

public sealed class EmptySecondGrain : Grain, IEmptySecondGrain
{
    public Task<long> Call(long value) => Task.FromResult(value);
}

/// <summary>What an empty call through two grains of one silo costs: as far as ours goes from its aggregate to its book.</summary>
internal sealed class EmptyCalls : IMeasured
{
    private const int Grains = 2_048;
    private const int Books = 4;

    private readonly IHost _host;

    private EmptyCalls(IHost host) => _host = host;

    public static async Task<EmptyCalls> StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.UseOrleans(silo => silo.UseLocalhostClustering(SiloEndpoint.Loopback().SiloPort, SiloEndpoint.Loopback().SiloPort));
        var host = builder.Build();
        await host.StartAsync();
        return new(host);
    }

    public static string SecondOf(string first) => "second:" + (first[^1] % Books);

    public async Task<Measurement> MeasureAsync(MeasureRequest request)
    {
        var factory = _host.Services.GetRequiredService<IGrainFactory>();
        long calls = 0;
        var stopping = false;
        var lanes = Enumerable.Range(0, request.Lanes).Select(lane => Task.Run(async () =>
        {
            var grain = factory.GetGrain<IEmptyFirstGrain>($"first:{lane % Grains}");
            while (!Volatile.Read(ref stopping))
            {
                await grain.Call(lane);
                Interlocked.Increment(ref calls);
            }
        })).ToArray();
        await Task.Delay(TimeSpan.FromSeconds(request.WarmUpSeconds));
        var before = Measured.Now(ref calls);
        await Task.Delay(TimeSpan.FromSeconds(request.Seconds));
        var window = Measured.Now(ref calls).Less(before);
        Volatile.Write(ref stopping, true);
        await Task.WhenAll(lanes);
        return new(window.Commands / window.Time.TotalSeconds)
        {
            CpuMicrosecondsPerCommand = window.Cpu.TotalMicroseconds / window.Commands,
            AllocatedBytesPerCommand = (double)window.AllocatedBytes / window.Commands,
        };
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
