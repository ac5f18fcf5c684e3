using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Serilog;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server;
using YrdClearing.Server.Api;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Api;

/// <summary>A real server on a free port, with data of its own that goes with it: an embedded journal or a PostgreSQL database.</summary>
public class ApiServer : IAsyncLifetime
{
    private readonly JournalDatabase _data;
    private ApiHost? _host;

    public ApiServer()
        : this(new SqliteDatabase())
    {
    }

    protected ApiServer(JournalDatabase data) => _data = data;

    public HttpClient Client { get; private set; } = null!;

    public JournalStore Store => _host!.Store;

    public IServiceProvider Services => _host!.Services;

    /// <summary>How the server reaches its data.</summary>
    protected virtual StoreOptions Options => _data.Options;

    /// <summary>The server's clock.</summary>
    protected virtual TimeProvider Time => TimeProvider.System;

    public virtual async ValueTask InitializeAsync()
    {
        if (_data is PostgresDatabase postgres)
        {
            await postgres.CreateAsync();
        }
        await StartAsync();
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        await StopAsync();
        await _data.DisposeAsync();
    }

    /// <summary>Stops the server and starts another one on the same data.</summary>
    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    /// <summary>Runs a statement in the journal's database behind the server's back.</summary>
    public Task ExecuteAsync(string sql) => _data.ExecuteAsync(sql);

    public async Task StartAsync()
    {
        _host = await ApiHost.StartAsync(
            Options, SiloEndpoint.Loopback(), ListenAddress.Check("127.0.0.1:0", allowRemote: false), Time,
            new LoggerConfiguration().MinimumLevel.Error().WriteTo.Console().CreateLogger(), ServeSchedule.None, Stop);
        // A body above a limit is not sent before the server has said that it wants it.
        Client = new(new SocketsHttpHandler { Expect100ContinueTimeout = TimeSpan.FromMinutes(1) }) { BaseAddress = new(_host.Url) };
    }

    /// <summary>As an operator does: what it has begun is answered.</summary>
    public async Task StopAsync()
    {
        Client?.Dispose();
        if (_host is { } host)
        {
            _host = null;
            await host.DisposeAsync();
        }
    }

    protected static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task<Answer> GetAsync(string path, string? accept = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (accept is not null)
        {
            request.Headers.Accept.Add(MediaTypeWithQualityHeaderValue.Parse(accept));
        }
        return await SendAsync(request);
    }

    public Task<Answer> PostAsync(string path, string body, string? actor, string? key, string type = "application/json") =>
        PostAsync(path, Encoding.UTF8.GetBytes(body), actor, key, type);

    public async Task<Answer> PostAsync(string path, byte[] body, string? actor, string? key, string type = "application/json")
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        request.Headers.ExpectContinue = body.Length > ApiLimits.MaxBodyBytes;
        if (actor is not null)
        {
            request.Headers.TryAddWithoutValidation("X-Actor", actor).ShouldBeTrue();
        }
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key).ShouldBeTrue();
        }
        return await SendAsync(request);
    }

    /// <summary>Sends a command by its own route: fields of the path go there, the rest into the body, actor and id into headers.</summary>
    public Task<Answer> ActAsync(string line, string key)
    {
        var command = JsonNode.Parse(line)!.AsObject();
        var route = CommandRoutes.Of(Take(command, "do")!, command.ContainsKey);
        var actor = Take(command, "as");
        var path = string.Join('/', route.Path.Split('/').Select(p => p.StartsWith('{') ? Take(command, p.Trim('{', '}')) : p));
        return PostAsync(ApiEndpoints.Root + path, command.ToJsonString(), actor, key);
    }

    /// <summary>Sends a command to <c>/commands</c> as it stands in a scenario; the id is given by <paramref name="key"/>.</summary>
    public Task<Answer> CommandAsync(string line, string key) => PostAsync("/api/v1/commands", line, null, key);

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await Client.SendAsync(request, Stop);
        var text = await response.Content.ReadAsStringAsync(Stop);
        return new(response.StatusCode, response.Content.Headers.ContentType?.MediaType, text, response.Headers.Location?.OriginalString, response.Headers.RetryAfter?.Delta);
    }

    private static string? Take(JsonObject command, string name)
    {
        var value = command[name]?.GetValue<string>();
        command.Remove(name);
        return value;
    }
}

/// <summary>A server whose network is set up: two funds with money, an enterprise and a provider each, a voucher each.</summary>
public class NetworkServer : ApiServer
{
    public NetworkServer()
    {
    }

    protected NetworkServer(JournalDatabase data)
        : base(data)
    {
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var n = 0;
        foreach (var line in Network.Setup)
        {
            (await CommandAsync(line, $"setup-{++n}")).ShouldBeAccepted();
        }
    }
}

public sealed class NetworkOnPostgres() : NetworkServer(new PostgresDatabase());

/// <summary>A network in which everything has happened; nothing is written any more.</summary>
public class PlayedServer : NetworkServer
{
    public PlayedServer()
    {
    }

    protected PlayedServer(JournalDatabase data)
        : base(data)
    {
    }

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        var n = 0;
        foreach (var line in Network.Rest)
        {
            (await CommandAsync(line, $"rest-{++n}")).ShouldBeAccepted();
        }
    }
}

public sealed class PlayedOnPostgres() : PlayedServer(new PostgresDatabase());

public sealed record Answer(HttpStatusCode Status, string? ContentType, string Text, string? Location, TimeSpan? RetryAfter = null)
{
    public JsonNode Json => JsonNode.Parse(Text)!;

    public string this[string member] => Json[member]!.ToString();

    public Answer ShouldBeAccepted()
    {
        Status.ShouldBeOneOf([HttpStatusCode.OK, HttpStatusCode.Created], Text);
        this["outcome"].ShouldBe("ok");
        return this;
    }

    /// <summary>A refusal is problem+json with its code and sentences in both languages.</summary>
    public Answer ShouldBeRefused(HttpStatusCode status, string code)
    {
        Status.ShouldBe(status, Text);
        ContentType.ShouldBe("application/problem+json");
        this["code"].ShouldBe(code, Text);
        this["status"].ShouldBe(((int)status).ToString());
        this["title"].ShouldNotBeEmpty();
        this["detail"].ShouldNotBeEmpty();
        this["detailZh"].ShouldContain('。');
        return this;
    }
}
