using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace YrdClearing.Server.Api;

/// <summary>
/// Lets few of the answers that are whole in memory (<see cref="ApiCall.IsLarge"/>) be made at once: others wait. While one is sent it stays
/// there, so its client has to take it in good time.
/// </summary>
internal sealed class LargeAnswers(RequestDelegate next) : IDisposable
{
    /// <summary>Kestrel lets so much pass before it counts.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _free = new(ApiLimits.MaxLargeAnswers);

    public async Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<ApiCall>() is not { IsLarge: true })
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
}
