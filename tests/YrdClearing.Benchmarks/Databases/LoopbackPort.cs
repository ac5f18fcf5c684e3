using System.Net;
using System.Net.Sockets;

namespace YrdClearing.Benchmarks;

/// <summary>Ports of the loopback that nobody uses.</summary>
internal static class LoopbackPort
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
