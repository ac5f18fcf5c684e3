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
    private const int FirstPort = 20_000;
    private const int PortCount = 12_000;

    private static int _walk = Random.Shared.Next(PortCount);

    /// <summary>A silo that is reached from this machine only.</summary>
    public static SiloEndpoint Loopback() => Create(IPAddress.Loopback, siloPort: 0, gatewayPort: 0);

    /// <param name="address">The address to listen on and to tell.</param>
    /// <param name="siloPort">Port of the other silos; 0 takes a free one.</param>
    /// <param name="gatewayPort">Port of Orleans clients; 0: none.</param>
    public static SiloEndpoint Create(IPAddress address, int siloPort, int gatewayPort) =>
        new(address, siloPort == 0 ? FreePort(address) : siloPort, gatewayPort);

    /// <summary>
    /// Below the ports that systems give to connections: one of those may be taken by the time the silo listens. The walk begins by chance,
    /// so that processes that start together seldom meet, and goes on where it was, so that silos of one process never do.
    /// </summary>
    private static int FreePort(IPAddress address)
    {
        for (var tried = 0; tried < PortCount; tried++)
        {
            var port = FirstPort + (int)((uint)Interlocked.Increment(ref _walk) % PortCount);
            try
            {
                using var listener = new TcpListener(address, port);
                listener.Start();
                return port;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse or SocketError.AccessDenied)
            {
                // Somebody has it.
            }
        }
        throw new InvalidOperationException($"No port from {FirstPort} to {FirstPort + PortCount - 1} is free on {address}.");
    }
}
