using System.Text;
using YrdClearing.Domain.Commands;

namespace YrdClearing.Simulation.Workload;

/// <summary>Writes commands as clients do, as JSON, and reads them as the network's door does.</summary>
internal sealed class CommandWriter
{
    private static readonly TimeSpan Step = TimeSpan.FromMinutes(1);

    private DateTimeOffset _now;
    private int _count;
    private int _things;

    /// <param name="now">Business time of the first command.</param>
    /// <param name="prefix">Begins the ids of these commands.</param>
    public CommandWriter(DateTimeOffset now, string prefix)
    {
        _now = now;
        Prefix = prefix;
    }

    public string Prefix { get; }

    /// <summary>The time of the last command written.</summary>
    public DateTimeOffset Now => _now;

    /// <summary>An id that nothing has yet.</summary>
    /// <param name="kind">What it begins with.</param>
    public string NewId(string kind) => $"{kind}{Prefix}{++_things}";

    public void Pass(TimeSpan time) => _now += time;

    /// <param name="actor">Who asks.</param>
    /// <param name="name">The command's name.</param>
    /// <param name="fields">Its own members, as JSON.</param>
    /// <param name="id">The idempotency key; null for a new one.</param>
    public Envelope Write(string actor, string name, string fields, string? id = null)
    {
        _now += Step;
        id ??= $"{Prefix}{++_count}";
        var json = $$"""{"id":"{{id}}","at":"{{_now:yyyy-MM-ddTHH:mm:sszzz}}","as":"{{actor}}","do":"{{name}}"{{(fields.Length > 0 ? "," : "")}}{{fields}}}""";
        var read = CommandReader.Read(Encoding.UTF8.GetBytes(json), defaultId: null, defaultAt: null);
        return read.Envelope ?? throw new InvalidOperationException($"{json} is {read.Rejection}");
    }

    /// <summary>Deadlines, once it is at least that late.</summary>
    public Envelope RunDeadlines(DateTimeOffset atLeast, string? id)
    {
        _now = atLeast > _now ? atLeast : _now;
        return Write("operator:network", "deadlines.run", "", id);
    }

    public static string Yuan(long fen) => $"{fen / 100}.{fen % 100:00}";
}
