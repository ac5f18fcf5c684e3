using System.Net;
using System.Net.Sockets;

namespace YrdClearing.Grains;

/// <summary>
/// Where the other silos of the cluster reach this one. Silos trust each other: whoever reaches the port can call every grain, so it
/// belongs on loopback or on a network that is the cluster's own.
/// </summary>
/// <param name="Address">The address the silo listens on and tells the others.</param>
/// <param name="SiloPort">Port of the other silos; not 0.</param>
/// <param name="GatewayPort">Port of Orleans clients; 0: there is none, since nothing of ours needs it.</param>
public sealed record SiloEndpoint(IPAddress Address, int SiloPort, int GatewayPort)
{
    /// <summary>A silo that is reached from this machine only.</summary>
    public static SiloEndpoint Loopback() => Create(IPAddress.Loopback, siloPort: 0, gatewayPort: 0);

    /// <param name="address">The address to listen on and to tell.</param>
    /// <param name="siloPort">Port of the other silos; 0 takes a free one.</param>
    /// <param name="gatewayPort">Port of Orleans clients; 0: none.</param>
    public static SiloEndpoint Create(IPAddress address, int siloPort, int gatewayPort) =>
        new(address, siloPort == 0 ? FreePort(address) : siloPort, gatewayPort);

    private static int FreePort(IPAddress address)
    {
        using var listener = new TcpListener(address, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
