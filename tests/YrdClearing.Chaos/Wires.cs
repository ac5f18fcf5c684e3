namespace YrdClearing.Chaos;

/// <summary>
/// The network between the processes. Where it can be had (Linux, root, iproute2) each silo and the database live in a network namespace
/// of their own on one bridge that leads nowhere else, and a partition drops every packet between two of them without a word, in both
/// directions. Otherwise everything is on loopback and there are no partitions.
/// </summary>
internal sealed class Wires : IAsyncDisposable
{
    /// <summary>The database's place; silos have 1, 2 and 3.</summary>
    public const int Database = 20;

    private const int Bridge = 254;

    private readonly string _name = $"yc{Environment.ProcessId}";

    /// <summary>A range for tests of networks (RFC 2544); another third byte for each run that goes on at the same time.</summary>
    private readonly string _net = $"198.18.{Environment.ProcessId % 250}";

    private readonly List<int> _places = [];

    /// <summary>Why there are no partitions; null when there are.</summary>
    public string? Missing { get; private set; }

    public static async Task<Wires> CreateAsync(params int[] places)
    {
        var wires = new Wires();
        try
        {
            await wires.BuildAsync(places);
        }
        catch (Exception e) when (e is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            await wires.DisposeAsync();
            wires.Missing = "network namespaces are not to be had here: " + e.Message.Split('\n')[0];
        }
        return wires;
    }

    /// <summary>The address of a place as the others see it.</summary>
    public string Address(int place) => Missing is null ? $"{_net}.{place}" : "127.0.0.1";

    /// <summary>A command as it is run at a place.</summary>
    public string[] At(int place, params string[] command) =>
        Missing is null ? ["ip", "netns", "exec", Namespace(place), .. command] : command;

    /// <summary>From now on no packet passes between the two.</summary>
    public Task CutAsync(int one, int other) => RouteAsync("add", one, other);

    public Task HealAsync(int one, int other) => RouteAsync("del", one, other);

    public async ValueTask DisposeAsync()
    {
        foreach (var place in _places)
        {
            await Shell.TryAsync("ip", "netns", "del", Namespace(place));
        }
        if (_places.Count > 0)
        {
            await Shell.TryAsync("ip", "link", "del", _name);
        }
        _places.Clear();
    }

    private async Task BuildAsync(int[] places)
    {
        await Shell.RunAsync("ip", "link", "add", _name, "type", "bridge");
        _places.AddRange(places);
        await Shell.RunAsync("ip", "addr", "add", $"{_net}.{Bridge}/24", "dev", _name);
        await Shell.RunAsync("ip", "link", "set", _name, "up");
        foreach (var place in places)
        {
            var (space, link) = (Namespace(place), $"{_name}v{place}");
            await Shell.RunAsync("ip", "netns", "add", space);
            await Shell.RunAsync("ip", "link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", space);
            await Shell.RunAsync("ip", "link", "set", link, "master", _name, "up");
            await Shell.RunAsync("ip", "-n", space, "addr", "add", $"{_net}.{place}/24", "dev", "eth0");
            await Shell.RunAsync("ip", "-n", space, "link", "set", "eth0", "up");
            await Shell.RunAsync("ip", "-n", space, "link", "set", "lo", "up");
        }
    }

    /// <summary>A blackhole swallows what a place sends to another, connections that stand included; both sides get one.</summary>
    private Task RouteAsync(string action, int one, int other) => Task.WhenAll(
        Shell.RunAsync("ip", "-n", Namespace(one), "route", action, "blackhole", Address(other)),
        Shell.RunAsync("ip", "-n", Namespace(other), "route", action, "blackhole", Address(one)));

    private string Namespace(int place) => $"{_name}-{place}";
}
