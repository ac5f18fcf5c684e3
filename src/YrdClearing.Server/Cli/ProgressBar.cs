using Spectre.Console;

namespace YrdClearing.Server.Cli;

/// <summary>
/// A bar on standard error for work that takes more than a second, when a person watches: standard error is a terminal. Otherwise nothing
/// is written.
/// </summary>
internal sealed class ProgressBar : IAsyncDisposable
{
    /// <summary>Shorter work needs no bar.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(100);

    private readonly IAnsiConsole? _console;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _showing = Task.CompletedTask;
    private double _done;
    private string _note = "";

    /// <param name="title">What is being done.</param>
    /// <param name="error">Standard error; another writer than the process's own gets no bar.</param>
    /// <param name="isWanted">False when the output is for machines.</param>
    public ProgressBar(string title, TextWriter error, bool isWanted)
    {
        if (!isWanted || Console.IsErrorRedirected || error != Console.Error)
        {
            return;
        }
        _console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        _showing = ShowAsync(_console, title);
    }

    /// <summary>Takes the part of the work that is done, 0 to 1; cheap enough to be called for every line.</summary>
    public void Report(double done) => Volatile.Write(ref _done, done);

    /// <summary>What stands beside the title, such as a speed.</summary>
    public void Note(string note) => Volatile.Write(ref _note, note);

    /// <summary>Writes a line above the bar, or to <paramref name="error"/> when there is none.</summary>
    public void WriteLine(TextWriter error, string text)
    {
        if (_console is null)
        {
            error.WriteLine(text);
        }
        else
        {
            _console.WriteLine(text);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_end.IsCancellationRequested)
        {
            await _end.CancelAsync();
            await _showing;
        }
    }

    private async Task ShowAsync(IAnsiConsole console, string title)
    {
        if (await EndedWithinAsync(Patience))
        {
            return;
        }
        await console.Progress().AutoClear(true).HideCompleted(true).StartAsync(async live =>
        {
            var task = live.AddTask(title, maxValue: 1);
            while (!await EndedWithinAsync(Refresh))
            {
                task.Value = Volatile.Read(ref _done);
                task.Description = $"{title} {Volatile.Read(ref _note)}".TrimEnd();
            }
        });
    }

    private async Task<bool> EndedWithinAsync(TimeSpan time)
    {
        await Task.Delay(time, _end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return _end.IsCancellationRequested;
    }
}
