using System.Runtime.CompilerServices;
using System.Text;
using YrdClearing.Domain.Commands;
using YrdClearing.Grains;

namespace YrdClearing.Benchmarks.Load;

/// <summary>Ours, in one process: strict reader, dispatcher, grains, journal. What the server does after the bytes have arrived.</summary>
internal sealed class GrainPath(Dispatcher dispatcher) : IClearingPath
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<Task> SendAsync(ReadOnlyMemory<byte> command)
    {
        var read = CommandReader.Read(command.Span, defaultId: null, defaultAt: null);
        if (read.Envelope is not { } envelope)
        {
            throw new CommandRefusedException($"{Encoding.UTF8.GetString(command.Span)}: {read.Rejection}");
        }
        var outcome = await dispatcher.ExecuteAsync(envelope, CancellationToken.None);
        return outcome.Receipt is { } receipt
            ? dispatcher.UntilAppliedAsync(receipt, CancellationToken.None)
            : throw new CommandRefusedException($"{Encoding.UTF8.GetString(command.Span)}: {outcome.Rejection}");
    }
}
