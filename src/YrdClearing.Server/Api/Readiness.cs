namespace YrdClearing.Server.Api;

/// <summary>
/// Whether the server asks for work. Before it stops it says for a while that it wants none (readiness answers 503), so that whoever
/// distributes requests turns to others; what still comes is answered as ever.
/// </summary>
internal sealed class Readiness
{
    private volatile bool _isLeaving;

    public bool IsLeaving => _isLeaving;

    public void Leave() => _isLeaving = true;
}
