using System.Collections.Concurrent;
using Microsoft.Data.Sqlite;

namespace YrdClearing.Journal.Sqlite;

/// <summary>
/// The one connection that writes, on a thread of its own because SQLite's calls block. Whatever waits when a transaction begins goes into
/// it, so that one synchronisation of the disk serves all. At first without savepoints, since SQLite copies every page that is touched
/// under one; when something has to be undone, the transaction is rolled back and run once more with a savepoint for each piece of work.
/// </summary>
internal sealed class SqliteWriter : IDisposable
{
    /// <summary>Pieces of work in one transaction.</summary>
    private const int MaxMergedWork = 64;

    private readonly BlockingCollection<IWork> _waiting = [];
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteStatement> _statements = [];
    private readonly Thread _thread;

    public SqliteWriter(SqliteConnection connection)
    {
        _connection = connection;
        _thread = new Thread(Run) { Name = "journal writer", IsBackground = true };
        _thread.Start();
    }

    /// <summary>True when work may roll back to savepoints of its own; when false, it throws instead and is run again with them.</summary>
    public bool HasSavepoints { get; private set; }

    /// <summary>
    /// Runs the work inside a transaction and completes when that is durable. An exception of the work undoes only the work. It may be run
    /// twice, with nothing left of the first time.
    /// </summary>
    public Task<T> RunAsync<T>(Func<SqliteWriter, T> work)
    {
        var waiting = new Work<T>(work);
        try
        {
            _waiting.Add(waiting);
        }
        catch (InvalidOperationException)
        {
            return Task.FromException<T>(new ObjectDisposedException(nameof(SqliteWriter)));
        }
        return waiting.Task;
    }

    /// <summary>The prepared statement for the text; the same one every time. For work on the writer's thread only.</summary>
    public SqliteStatement this[string sql]
    {
        get
        {
            if (!_statements.TryGetValue(sql, out var statement))
            {
                _statements.Add(sql, statement = new(_connection, sql));
            }
            return statement;
        }
    }

    /// <summary>Finishes what waits and closes the connection.</summary>
    public void Dispose()
    {
        if (_waiting.IsAddingCompleted)
        {
            return;
        }
        _waiting.CompleteAdding();
        _thread.Join();
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }
        _connection.Dispose();
        _waiting.Dispose();
    }

    private void Run()
    {
        var merged = new List<IWork>(MaxMergedWork);
        foreach (var first in _waiting.GetConsumingEnumerable())
        {
            merged.Clear();
            merged.Add(first);
            try
            {
                if (!TryWithoutSavepoints(merged))
                {
                    RunWithSavepoints(merged);
                }
            }
            catch (Exception e)
            {
                Abandon(merged, e);
                continue;
            }
            foreach (var work in merged)
            {
                work.Complete();
            }
        }
    }

    private bool TryWithoutSavepoints(List<IWork> merged)
    {
        this["BEGIN IMMEDIATE"].Run();
        HasSavepoints = false;
        try
        {
            merged[0].Run(this);
            while (merged.Count < MaxMergedWork && _waiting.TryTake(out var next))
            {
                merged.Add(next);
                next.Run(this);
            }
        }
        catch (Exception)
        {
            // Whatever it was shows again, under a savepoint.
            RollBack();
            return false;
        }
        this["COMMIT"].Run();
        return true;
    }

    private void RunWithSavepoints(List<IWork> merged)
    {
        this["BEGIN IMMEDIATE"].Run();
        HasSavepoints = true;
        foreach (var work in merged)
        {
            this["SAVEPOINT work"].Run();
            try
            {
                work.Run(this);
            }
            catch (Exception e)
            {
                work.Failure = e;
                this["ROLLBACK TO work"].Run();
            }
            this["RELEASE work"].Run();
        }
        this["COMMIT"].Run();
    }

    private void RollBack()
    {
        // Some errors roll back by themselves.
        if (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            this["ROLLBACK"].Run();
        }
    }

    /// <summary>The transaction as a whole failed: every piece of work in it did, and the next one starts clean.</summary>
    private void Abandon(List<IWork> merged, Exception failure)
    {
        try
        {
            RollBack();
        }
        catch (SqliteException)
        {
            // The connection is beyond help; what comes next fails at its BEGIN, with the reason.
        }
        foreach (var work in merged)
        {
            work.Fail(failure);
        }
    }

    private interface IWork
    {
        Exception? Failure { set; }
        void Run(SqliteWriter writer);
        void Complete();
        void Fail(Exception failure);
    }

    private sealed class Work<T>(Func<SqliteWriter, T> work) : IWork
    {
        // Completed away from the writer's thread, which must not run its callers' continuations.
        private readonly TaskCompletionSource<T> _result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private T? _value;

        public Exception? Failure { private get; set; }
        public Task<T> Task => _result.Task;

        public void Run(SqliteWriter writer) => _value = work(writer);

        public void Complete()
        {
            if (Failure is null)
            {
                _result.TrySetResult(_value!);
            }
            else
            {
                _result.TrySetException(Failure);
            }
        }

        public void Fail(Exception failure) => _result.TrySetException(failure);
    }
}
