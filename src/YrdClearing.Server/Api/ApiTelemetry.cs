using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using YrdClearing.Journal;

namespace YrdClearing.Server.Api;

/// <summary>
/// Shows what is measured: metrics as Prometheus reads them at <see cref="Path"/>, and on wish metrics and traces to an OTLP receiver.
/// </summary>
internal static class ApiTelemetry
{
    public const string Path = "/metrics";

    private const string Http = "Microsoft.AspNetCore.Hosting";
    private const string Kestrel = "Microsoft.AspNetCore.Server.Kestrel";
    private const string Runtime = "System.Runtime";
    private const string Database = "Npgsql";

    /// <param name="services">Of the server.</param>
    /// <param name="otlp">Where an OTLP receiver is; null: nothing is sent anywhere.</param>
    /// <param name="instance">What tells this silo from the others of its cluster; the environment's OTEL_ variables come before it.</param>
    public static void Add(IServiceCollection services, Uri? otlp, string instance)
    {
        services.AddMetrics();
        var telemetry = services.AddOpenTelemetry();
        telemetry.ConfigureResource(r => r.AddService("yrd", serviceInstanceId: instance).AddEnvironmentVariableDetector());
        telemetry.WithMetrics(metrics =>
        {
            metrics.AddMeter(Telemetry.Name, Http, Kestrel, Runtime, Database);
            metrics.AddPrometheusExporter(prometheus =>
            {
                prometheus.ScrapeEndpointPath = Path;
                // What is read is what is, not what was a moment ago.
                prometheus.ScrapeResponseCacheDurationMilliseconds = 0;
            });
            if (otlp is not null)
            {
                metrics.AddOtlpExporter(exporter => exporter.Endpoint = otlp);
            }
        });
        if (otlp is not null)
        {
            telemetry.WithTracing(traces => traces
                .AddSource(Telemetry.Name, "Microsoft.Orleans.Application")
                .AddOtlpExporter(exporter => exporter.Endpoint = otlp));
        }
    }
}
