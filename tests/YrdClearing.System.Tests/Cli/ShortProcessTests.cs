using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using YrdClearing.Server.Cli;
using YrdClearing.System.Tests.Replay;

namespace YrdClearing.System.Tests.Cli;

/// <summary>What a process shows its user that ends before it has done anything, logs included.</summary>
public sealed class ShortProcessTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>Found by trying: forty lines of traces, and none of them named the option.</summary>
    [Fact]
    public async Task A_silo_port_in_use_is_said_in_one_sentence()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        await using var data = await ReplayData.CreateAsync(ReplayData.Postgres);
        var result = await RunAsync(
            ["replay", data.Write("empty.jsonl"), "--silo-port", $"{((IPEndPoint)other.LocalEndpoint).Port}", .. data.Options]);
        result.ShouldBe(new(
            ExitCode.Failed, "",
            $"yrd: Another process listens at the address for the cluster: give another one with --silo-port.{Environment.NewLine}"));
    }

    [Theory]
    [InlineData(ReplayData.Sqlite)]
    [InlineData(ReplayData.Postgres)]
    public async Task Replaying_nothing_says_so_and_nothing_else(string database)
    {
        await using var data = await ReplayData.CreateAsync(database);
        var result = await RunAsync(["replay", data.Write("empty.jsonl"), .. data.Options]);
        result.ExitCode.ShouldBe(ExitCode.Ok);
        result.Lines[0].ShouldBe("0 lines: 0 accepted, 0 refused, 0 not as expected");
        result.Error.ShouldBeEmpty();
    }

    /// <summary>Found by trying: the server was there, and its log nowhere.</summary>
    [Fact]
    public async Task A_log_that_cannot_be_written_is_refused()
    {
        await using var data = await ReplayData.CreateAsync(ReplayData.Sqlite);
        var file = data.Write("a-file");
        var result = await Yrd.RunAsync(["serve", "--listen", "127.0.0.1:0", "--log", Path.Combine(file, "server.json"), .. data.Options]);
        result.ExitCode.ShouldBe(ExitCode.Failed);
        result.Error.ShouldStartWith("yrd: ");
        result.Lines.ShouldBeEmpty();
        result.Error.ShouldContain(file);
    }

    private static async Task<YrdResult> RunAsync(string[] line)
    {
        using var process = Process.Start(new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "yrd.dll"), .. line])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(Stop), process.StandardError.ReadToEndAsync(Stop));
        await process.WaitForExitAsync(Stop);
        return new(process.ExitCode, await output, await error);
    }
}
