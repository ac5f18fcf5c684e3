using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace YrdClearing.Server.Api;

/// <summary>What the HTTP API needs beside the journal, the dispatcher and the business clock, which its host adds.</summary>
public static class ApiServices
{
    public static IServiceCollection Add(IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = ApiLimits.MaxBodyBytes;
            kestrel.Limits.MaxRequestLineSize = ApiLimits.MaxRequestLineBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = ApiLimits.MaxHeaderBytes;
            kestrel.Limits.MaxConcurrentConnections = ApiLimits.MaxConnections;
        });
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        services.AddOpenApi("v1", OpenApiDescription.Configure);
        services.AddSingleton<Readiness>();
        services.AddSingleton<StateReads>();
        services.AddSingleton<BookReads>();
        services.AddSingleton<EntryReads>();
        services.AddSingleton<EventFeed>();
        services.AddSingleton<CommandGate>();
        services.AddSingleton<CommandStream>();
        services.AddKeyedSingleton(EventRoutes.EventStream, (_, _) => new OpenStreams(ApiLimits.MaxEventStreams));
        return services;
    }
}
