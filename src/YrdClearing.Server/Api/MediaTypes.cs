namespace YrdClearing.Server.Api;

/// <summary>What a client accepts.</summary>
internal static class MediaTypes
{
    /// <summary>In lower case, what it likes best first, without what it refuses (<c>q=0</c>); empty when it does not say.</summary>
    public static IEnumerable<string> Accepted(HttpContext http) =>
        (http.Request.GetTypedHeaders().Accept ?? []).Where(a => a.Quality != 0).OrderByDescending(a => a.Quality ?? 1)
            .Select(a => a.MediaType.ToString().ToLowerInvariant());
}
