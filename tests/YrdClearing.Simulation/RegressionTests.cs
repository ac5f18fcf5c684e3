using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Simulation.Cluster;

namespace YrdClearing.Simulation;

/// <summary>What the simulation has found, as short stories.</summary>
public sealed class RegressionTests
{
    /// <summary>A payout that was due already stopped its sender's outbox when it was told so once more.</summary>
    [Fact]
    public void A_message_that_comes_again_after_it_was_applied_is_no_error_whatever_it_is() => QuietNetwork.Play(async network =>
    {
        var messages = network.Observer.Model.Messages.All.Values.ToList();
        messages.Select(m => m.Sent.Type).Distinct().Count().ShouldBeGreaterThanOrEqualTo(10);
        foreach (var (key, sent) in messages)
        {
            var sender = network.Disk.Entries(key.Book)[(int)key.Seq - 1].Request;
            var applied = network.Disk.Keys[key.Key];
            var reply = await network.Node(0).Network.ApplyAsync(sent.Target, new(new(key, sender.Actor, sender.At, sent)));
            (reply.Book, reply.Seq).ShouldBe((applied.Book, applied.Seq), $"{sent.Type} was applied again");
        }
    });

    /// <summary>Of two activations the one left over knew an old state, and refused for ever what the journal allows.</summary>
    [Fact]
    public void An_activation_that_another_has_overtaken_looks_at_the_journal_before_it_refuses() => QuietNetwork.Play(async network =>
    {
        const string cycle = "\"cycle\":\"C\"";
        var overtaken = SimulatedAggregate.Create("cycle:C", network.Node(0).Services, network.Node(0).Network);
        var overtaker = SimulatedAggregate.Create("cycle:C", network.Node(1).Services, network.Node(1).Network);
        await overtaken.LoadAsync(CancellationToken.None);
        await overtaker.LoadAsync(CancellationToken.None);
        var receipt = await overtaker.TryExecuteAsync(
            new(network.Write.Write("clearing:network", "cycle.cut-off", cycle + ",\"mode\":\"gross\"")));
        receipt.ShouldNotBeNull().Rejection.ShouldBeNull();
        await network.Node(1).Network.WhenAppliedAsync(receipt.Book, receipt.Seq);
        var calculated = await overtaken.TryExecuteAsync(new(network.Write.Write("clearing:network", "cycle.calculate", cycle)));
        calculated.ShouldNotBeNull().Rejection.ShouldBeNull();
    });

    /// <summary>A book that had been claimed by another writer said of that one's entry that its messages are applied.</summary>
    [Fact]
    public void A_book_that_another_writer_has_claimed_does_not_speak_for_its_messages() => QuietNetwork.Play(async network =>
    {
        var overtaken = await OpenAsync(network.Node(0));
        using var overtaker = await OpenAsync(network.Node(1));
        overtaken.Failure.ShouldBeNull();
        var failure = await FailureOfAsync(overtaken.WhenAppliedAsync(network.Disk.Heads[Books.Network].Seq + 1, Timeout.InfiniteTimeSpan));
        failure.ShouldBeOfType<TimeoutException>();
        overtaken.Failure.ShouldBeOfType<BookFencedException>();

        Task<RunningBook> OpenAsync(Node node) => RunningBook.OpenAsync(
            Books.Network, node.Services, node.Network, NullLogger.Instance, CancellationToken.None);
    });

    private static async Task<Exception?> FailureOfAsync(Task task)
    {
        try
        {
            await task;
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
