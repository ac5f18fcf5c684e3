using Npgsql;
using YrdClearing.Journal;
using YrdClearing.System.Tests.Api;
using YrdClearing.System.Tests.Journal;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>A network whose database can be made to fail when an order is placed.</summary>
public interface IFailingDatabase
{
    /// <summary>Statements after which every entry of a placed order is refused.</summary>
    string Refuse { get; }

    /// <summary>Takes them back.</summary>
    string Allow { get; }
}

public sealed class RefusingSqlite : NetworkServer, IFailingDatabase
{
    public string Refuse =>
        "CREATE TRIGGER refuse BEFORE INSERT ON entry WHEN NEW.event = 'order.placed.1' BEGIN SELECT RAISE(ABORT, 'the disk is full'); END";

    public string Allow => "DROP TRIGGER refuse";
}

public sealed class RefusingPostgres() : NetworkServer(new PostgresDatabase()), IFailingDatabase
{
    public string Refuse =>
        """
        CREATE FUNCTION refuse() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'the disk is full' USING ERRCODE = 'disk_full';
        END $$;
        CREATE TRIGGER refuse BEFORE INSERT ON entry FOR EACH ROW WHEN (NEW.event = 'order.placed.1') EXECUTE FUNCTION refuse();
        """;

    public string Allow => "DROP TRIGGER refuse ON entry; DROP FUNCTION refuse()";
}

/// <summary>The writer's backend is terminated while it commits.</summary>
public sealed class DyingPostgres() : NetworkServer(new PostgresDatabase()), IFailingDatabase
{
    public string Refuse =>
        """
        CREATE FUNCTION die() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
            PERFORM pg_terminate_backend(pg_backend_pid());
            RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER die AFTER INSERT ON entry DEFERRABLE INITIALLY DEFERRED
            FOR EACH ROW WHEN (NEW.event = 'order.placed.1') EXECUTE FUNCTION die();
        """;

    public string Allow => "DROP TRIGGER die ON entry; DROP FUNCTION die()";
}

/// <summary>The database takes longer than the server waits.</summary>
public sealed class SlowPostgres() : NetworkServer(new PostgresDatabase()), IFailingDatabase
{
    private const int PatienceSeconds = 1;
    private const int LongerSeconds = 20;

    public string Refuse =>
        $"""
        CREATE FUNCTION sleep() RETURNS TRIGGER LANGUAGE plpgsql AS $$ BEGIN
            PERFORM pg_sleep({LongerSeconds});
            RETURN NULL;
        END $$;
        CREATE TRIGGER sleep AFTER INSERT ON entry FOR EACH ROW WHEN (NEW.event = 'order.placed.1') EXECUTE FUNCTION sleep();
        """;

    public string Allow => "DROP TRIGGER sleep ON entry; DROP FUNCTION sleep()";

    protected override StoreOptions Options => base.Options with
    {
        Postgres = new NpgsqlConnectionStringBuilder(base.Options.Postgres) { CommandTimeout = PatienceSeconds }.ToString(),
    };
}

/// <summary>The server commits, and its answer is lost.</summary>
public sealed class PostgresBehindAWire() : NetworkServer(new PostgresDatabase())
{
    private CutWire? _wire;

    internal CutWire Wire => _wire ??= new(base.Options.Postgres!);

    protected override StoreOptions Options => base.Options with { Postgres = Wire.ConnectionString };

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_wire is not null)
        {
            await _wire.DisposeAsync();
        }
    }
}
