using YrdClearing.Domain.Ledger;

namespace YrdClearing.Server.Api;

/// <summary>Counts the streams that are open, so that they stay within <paramref name="max"/>.</summary>
internal sealed class OpenStreams(int max) : IDisposable
{
    private readonly SemaphoreSlim _free = new(max);

    /// <summary>False when all are taken; the stream is closed by disposing what is given.</summary>
    public bool TryOpen(out IDisposable open)
    {
        var taken = _free.Wait(0);
        open = new Closing(taken ? _free : null);
        return taken;
    }

    public static IResult Refuse(int max) =>
        Refusals.Unavailable($"{max} streams are open, and that is all there may be; try again later.");

    public void Dispose() => _free.Dispose();

    private sealed class Closing(SemaphoreSlim? free) : IDisposable
    {
        public void Dispose() => free?.Release();
    }
}
