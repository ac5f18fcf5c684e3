using System.Net;

namespace YrdClearing.Server;

/// <summary>
/// Where the server listens: <c>HOST:PORT</c>. Until callers prove who they are the actor is a header, so anything beyond this machine is
/// refused unless the operator insists.
/// </summary>
public sealed record ListenAddress(string Host, int Port, bool IsRemote)
{
    public const string Default = "127.0.0.1:5080";

    /// <summary>
    /// True when the operator insists on callers from elsewhere, such as a proxy that passes on the name it was called by. Otherwise only
    /// this machine's own names are answered to: a page from elsewhere whose name leads here (DNS rebinding) could act as anyone.
    /// </summary>
    public bool AllowsRemote { get; init; }

    public string Url => $"http://{(Host.Contains(':') ? $"[{Host}]" : Host)}:{Port}";

    /// <summary>What to tell the operator who allowed remote callers; null when only this machine can call.</summary>
    public string? Warning => IsRemote
        ? $"Listening on {Host}:{Port}: everyone who reaches this address can act as anyone, for the actor is only a header."
        : null;

    /// <summary>Reads <c>HOST:PORT</c>, <c>[IPV6]:PORT</c> or <c>localhost:PORT</c>; port 0 takes a free one.</summary>
    /// <exception cref="FormatException">Not an address, or one beyond loopback that is not allowed; says so to people.</exception>
    public static ListenAddress Check(string listen, bool allowRemote)
    {
        var colon = listen.LastIndexOf(':');
        if (colon <= 0 || !int.TryParse(listen.AsSpan(colon + 1), out var port) || port is < 0 or > 65535)
        {
            throw new FormatException($"'{listen}' is not an address to listen on; give HOST:PORT, for example {Default}.");
        }
        var host = listen[..colon].TrimStart('[').TrimEnd(']');
        if (host == "localhost")
        {
            return new("127.0.0.1", port, IsRemote: false) { AllowsRemote = allowRemote };
        }
        if (!IPAddress.TryParse(host, out var address))
        {
            throw new FormatException($"'{host}' is not an IP address; give one, or localhost.");
        }
        var remote = !IPAddress.IsLoopback(address);
        if (remote && !allowRemote)
        {
            throw new FormatException(
                $"{listen} can be reached from other machines, and callers are not yet asked who they are; add --allow-remote to insist.");
        }
        return new(address.ToString(), port, remote) { AllowsRemote = allowRemote };
    }
}
