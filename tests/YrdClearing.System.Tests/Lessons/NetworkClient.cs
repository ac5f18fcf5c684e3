using System.Collections.Concurrent;
using System.Text;
using YrdClearing.Domain.Commands;
using YrdClearing.Grains;
using YrdClearing.Server;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>Sends commands and keeps its own log of what was acknowledged, as a client outside of the product would.</summary>
internal sealed class NetworkClient(ClearingHost host)
{
    private readonly ConcurrentQueue<Acknowledged> _acknowledged = [];
    private int _sent;

    /// <summary>What has been acknowledged so far.</summary>
    public IReadOnlyList<Acknowledged> Log => [.. _acknowledged];

    /// <summary>Sends lines one after the other; all must be accepted, and their messages applied.</summary>
    public async Task SendAsync(params IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
        {
            await UntilAppliedAsync(await ExecuteAsync(line));
        }
    }

    /// <summary>Completes when the command's messages are applied, and what they caused.</summary>
    public Task UntilAppliedAsync(Receipt receipt) =>
        host.Dispatcher.UntilAppliedAsync(receipt, TestContext.Current.CancellationToken);

    /// <summary>Sends a line that must be accepted.</summary>
    public async Task<Receipt> ExecuteAsync(string line, string? id = null)
    {
        id ??= $"line-{Interlocked.Increment(ref _sent)}";
        var read = CommandReader.Read(Encoding.UTF8.GetBytes(line), id, null);
        var outcome = await host.Dispatcher.ExecuteAsync(
            read.Envelope.ShouldNotBeNull(read.Rejection?.ToString()), TestContext.Current.CancellationToken);
        outcome.Rejection.ShouldBeNull(line);
        var receipt = outcome.Receipt!;
        _acknowledged.Enqueue(new(id, line, receipt.Book, receipt.Seq));
        return receipt;
    }
}

internal sealed record Acknowledged(string Id, string Line, string Book, long Seq);
