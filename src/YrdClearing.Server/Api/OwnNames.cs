using System.Net;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Api;

/// <summary>
/// Answers only to the names of this machine itself. A page from elsewhere may give its own name this machine's address (DNS rebinding);
/// a browser then takes the server for the page's own, and the page could act as anyone.
/// </summary>
internal sealed class OwnNames(RequestDelegate next)
{
    public Task InvokeAsync(HttpContext http) => IsOwn(http.Request.Host) ? next(http) : Refusals.WriteAsync(http, Problem.Of(
        new(RejectionCode.Malformed, "Host", Detail:
            "The server answers to localhost and loopback addresses only; serve with --allow-remote to be called by another name."),
        StatusCodes.Status421MisdirectedRequest));

    /// <summary>A browser always says a name; what says none is none.</summary>
    private static bool IsOwn(HostString host) =>
        !host.HasValue
        || host.Host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Host, out var address) && IPAddress.IsLoopback(address));
}
