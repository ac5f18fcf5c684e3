using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace YrdClearing.Server.Api;

/// <summary>
/// Lets few of the answers that are whole in memory (<see cref="ApiCall.IsLarge"/>) or for which all of a book is read
/// (<see cref="ApiCall.IsLargeWith"/>) be made at once: others wait. While one is sent it stays in memory, so its client has to take it in
/// good time.
/// </summary>
internal sealed class LargeAnswers(RequestDelegate next) : IDisposable
{
    /// <summary>Kestrel lets so much pass before it counts.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _free = new(ApiLimits.MaxLargeAnswers);

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<ApiCall>() is not { } call || !IsLarge(call, http.Request.Query))
        {
            await next(http);
            return;
        }
        await _free.WaitAsync(http.RequestAborted);
        try
        {
            http.Features.GetRequiredFeature<IHttpMinResponseDataRateFeature>().MinDataRate =
                new(ApiLimits.MinLargeAnswerBytesPerSecond, Grace);
            await next(http);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();

    private static bool IsLarge(ApiCall call, IQueryCollection query) =>
        call.IsLarge || (call.IsLargeWith is { } parameter && query.ContainsKey(parameter));
}
