using Microsoft.Extensions.Logging.Abstractions;
using YrdClearing.Grains;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Cluster;

/// <summary>What the grain's shell does for a book: claims it, lets calls interleave, and goes after a failed write.</summary>
internal sealed class BookActivation : Activation
{
    /// <summary>A fund's book has the name of the fund's aggregate; in the directory they must differ.</summary>
    private const string Prefix = "book/";

    private readonly List<Call> _early = [];
    private readonly string _name;
    private RunningBook? _book;
    private long _epoch;

    public BookActivation(string id, Node node, SimulatedCluster cluster)
        : base(id, node, cluster)
    {
        _name = id[Prefix.Length..];
        Strand.Run(() => _ = OpenAsync());
    }

    public static string IdOf(string book) => Prefix + book;

    public static bool IsIdOf(string target) => target.StartsWith(Prefix, StringComparison.Ordinal);

    /// <summary>False when somebody else has claimed the book since.</summary>
    public bool OwnsBook => Cluster.Disk.Heads[_name].Epoch == _epoch;

    private RunningBook Book => _book ?? throw new InvalidOperationException("The book is not open yet.");

    /// <summary>True once it is open and until it leaves.</summary>
    public bool IsOpen => _book is not null && !IsGone;

    public Task<CommitResult> CommitAsync(CommitRequest request) => Book.CommitAsync(request);

    public Task WhenAppliedAsync(long seq) => Book.WhenAppliedAsync(seq, Timeout.InfiniteTimeSpan);

    public Task<int> FlushAsync(string? toBook) => Book.FlushAsync(toBook, Timeout.InfiniteTimeSpan);

    public IReadOnlyList<StoppedTarget> Stopped => _book?.Stopped ?? [];

    public override void LeaveWhenIdle() => Strand.Run(() =>
    {
        if (_book is not null)
        {
            Leave();
        }
    });

    protected override void OnCall(Call call)
    {
        if (_book is null)
        {
            _early.Add(call);
        }
        else
        {
            _ = call.ServeAsync(this);
        }
    }

    protected override void OnLeave() => _book?.Dispose();

    private async Task OpenAsync()
    {
        try
        {
            _book = await RunningBook.OpenAsync(_name, Node.Services, Node.Network, NullLogger.Instance, CancellationToken.None);
        }
        catch (Exception e)
        {
            Leave();
            _early.ForEach(c => c.Fail(e));
            return;
        }
        _book.Failed = Leave;
        _epoch = Node.Store.Epochs[_name];
        _early.ForEach(c => _ = c.ServeAsync(this));
    }
}
