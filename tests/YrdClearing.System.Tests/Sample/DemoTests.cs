using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server.Cli;
using YrdClearing.Server.Sample;

namespace YrdClearing.System.Tests.Sample;

/// <summary>One demo for all tests of this class: the whole year through silo, grains and journal.</summary>
public sealed class PlayedDemo : IAsyncLifetime
{
    public DirectoryInfo Parent { get; } = Directory.CreateTempSubdirectory("yrd-demo-");
    public string Folder => Path.Combine(Parent.FullName, "demo");
    public bool IsProved { get; private set; }
    public string Output { get; private set; } = "";
    public string Error { get; private set; } = "";

    public async ValueTask InitializeAsync() => (IsProved, Output, Error) = await PlayAsync(Folder, 1);

    public static async Task<(bool IsProved, string Output, string Error)> PlayAsync(string folder, ulong seed)
    {
        var (output, error) = (new StringWriter(), new StringWriter());
        var isProved = await new DemoRun(new DemoFolder(folder, seed), TimeProvider.System, output, error).RunAsync(CancellationToken.None);
        return (isProved, output.ToString(), error.ToString());
    }

    public ValueTask DisposeAsync()
    {
        Parent.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }
}

public sealed class DemoTests(PlayedDemo demo) : IClassFixture<PlayedDemo>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Every_line_comes_out_as_expected_and_every_invariant_holds()
    {
        demo.Error.ShouldBeEmpty();
        demo.IsProved.ShouldBeTrue(demo.Output);
    }

    [Fact]
    public async Task The_journal_adds_up_to_the_published_figures()
    {
        var report = await ReadAsync();

        report.Totals.Applicants.ShouldBe(2207);
        report.Totals.Ordered.ToString().ShouldBe("130000000.00");
        report.Totals.Redeemed.ToString().ShouldBe("54460000.00");
        (report.Totals.Paid - report.Totals.ClawedBack).ShouldBe(report.Totals.Redeemed);
    }

    [Fact]
    public async Task Twelve_cycles_are_closed_and_paid_what_was_netted()
    {
        var report = await ReadAsync();
        var planned = SampleYear.Generate(1).Summary.Cycles;

        report.Cycles.Select(c => c.Status).ShouldAllBe(s => s == "Closed");
        report.Cycles.Select(c => (c.Id, c.Gross, c.Net))
            .ShouldBe(planned.Select(c => (c.Id, c.Netting.Gross.ToString(), c.Netting.Net.ToString())));
        report.Cycles.SelectMany(c => c.Instructions).ShouldAllBe(i => i.Status == "Paid");
    }

    [Fact]
    public async Task The_markets_clear_by_themselves_what_was_planned_and_what_is_released_is_paid_out()
    {
        var report = await ReadAsync();
        var planned = SampleYear.Generate(1).Summary;

        report.MarketCycles.Select(c => (c.Id, c.Status, c.Gross, c.Net)).ShouldBe(
            planned.MarketCycles.Select(c => (c.Id, "Closed", c.Netting.Gross.ToString(), c.Netting.Net.ToString())));
        report.Markets.Contracts.ShouldBe(SampleContracts.Count);
        report.Markets.Completed.ShouldBeGreaterThan(SampleContracts.Count / 2);
        report.Markets.Paid.ShouldBeGreaterThan(Money.Zero);
        report.Markets.Paid.ShouldBeLessThan(report.Markets.Released, "fees stay with the markets");
        demo.Output.ShouldContain("Which market owed which before netting");
    }

    [Fact]
    public async Task The_business_clock_stands_at_the_day_after_the_year()
    {
        await using var store = await OpenAsync();
        var clock = await BusinessClock.LoadAsync(store, TimeProvider.System, Cancellation);

        clock.Now.Day.ShouldBe(new DateOnly(2026, 1, 1));
    }

    [Fact]
    public async Task A_finished_demo_is_shown_again_without_executing_a_line()
    {
        var before = await HeadsAsync();
        var (isProved, output, _) = await PlayedDemo.PlayAsync(demo.Folder, 1);

        isProved.ShouldBeTrue(output);
        var lines = SampleYear.Generate(1).Summary.Lines;
        output.ShouldContain(FormattableString.Invariant($"\n{lines:#,0} of them were finished by an earlier run;"));
        (await HeadsAsync()).ShouldBe(before);
    }

    [Fact]
    public async Task Another_seed_does_not_go_into_the_same_folder()
    {
        var refusal = await Should.ThrowAsync<FailedException>(() => PlayedDemo.PlayAsync(demo.Folder, 2));

        refusal.Message.ShouldContain("another sample (seed 1)");
        refusal.Message.ShouldContain("--data");
    }

    [Fact]
    public async Task A_folder_with_something_else_in_it_is_left_alone()
    {
        var other = demo.Parent.CreateSubdirectory("other").FullName;
        await File.WriteAllTextAsync(Path.Combine(other, "thesis.txt"), "mine", Cancellation);

        (await Should.ThrowAsync<FailedException>(() => PlayedDemo.PlayAsync(other, 1))).Message.ShouldContain("thesis.txt");
        Directory.EnumerateFileSystemEntries(other).Count().ShouldBe(1);
    }

    private Task<JournalStore> OpenAsync() =>
        JournalStores.OpenAsync(new(demo.Folder, null, Write: false), TimeProvider.System, Cancellation);

    private async Task<DemoReport> ReadAsync()
    {
        await using var store = await OpenAsync();
        return await DemoReport.ReadAsync(store, Cancellation);
    }

    private async Task<IReadOnlyList<string>> HeadsAsync()
    {
        await using var store = await OpenAsync();
        return (await YrdClearing.Server.Verify.Verification.RunAsync(store, [], Cancellation)).Heads.Select(h => h.ToString()).ToList();
    }
}
