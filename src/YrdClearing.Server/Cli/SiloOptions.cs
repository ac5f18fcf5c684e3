using System.CommandLine;
using System.Net;
using System.Net.Sockets;
using YrdClearing.Grains;

namespace YrdClearing.Server.Cli;

/// <summary>Options of the commands that join the cluster of a PostgreSQL database.</summary>
internal static class SiloOptions
{
    private const int MaxPort = 65_535;

    private static readonly Option<string> Advertise = new("--advertise")
    {
        Description = "With --postgres: the address at which other silos reach this one; nobody else should be able to.",
        HelpName = "ADDRESS",
        DefaultValueFactory = _ => "127.0.0.1",
    };

    private static readonly Option<int> SiloPort = new("--silo-port")
    {
        Description = "With --postgres: the port of the other silos; 0 takes a free one.",
        HelpName = "PORT",
    };

    private static readonly Option<int> GatewayPort = new("--gateway-port")
    {
        Description = "With --postgres: a port for Orleans clients; 0: none, nothing here needs it.",
        HelpName = "PORT",
    };

    public static void AddTo(ExampleCommand command)
    {
        command.Add(Advertise);
        command.Add(SiloPort);
        command.Add(GatewayPort);
    }

    /// <exception cref="UsageException">No address of this kind, or no port.</exception>
    public static async Task<SiloEndpoint> EndpointAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var address = await AddressAsync(parsed.GetValue(Advertise)!, cancellation);
        try
        {
            return SiloEndpoint.Create(address, Port(parsed, SiloPort), Port(parsed, GatewayPort));
        }
        catch (SocketException)
        {
            throw new UsageException($"This machine does not have the address {address}.");
        }
    }

    private static int Port(ParseResult parsed, Option<int> option) => parsed.GetValue(option) is var port and >= 0 and <= MaxPort
        ? port
        : throw new UsageException($"{option.Name} must be from 0 to {MaxPort}.");

    /// <summary>An IP address, or a name that stands for one (a container's).</summary>
    private static async Task<IPAddress> AddressAsync(string advertise, CancellationToken cancellation)
    {
        if (IPAddress.TryParse(advertise, out var address))
        {
            return address;
        }
        try
        {
            return (await Dns.GetHostAddressesAsync(advertise, AddressFamily.InterNetwork, cancellation))[0];
        }
        catch (SocketException e)
        {
            throw new UsageException($"--advertise: '{advertise}' is no address and no name of one ({e.Message}).");
        }
    }
}
