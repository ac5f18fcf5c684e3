using System.Data.Common;
using System.Net;
using System.Net.Sockets;

namespace YrdClearing.Grains;

/// <summary>
/// Members that were killed on this machine, found by who starts on it next: when nothing listens on a member's port any more, its process
/// is gone, and nobody needs to wait until its signs of life have been missed. A member on another machine is left to the cluster's votes,
/// for there a refused connection may be a firewall's.
/// </summary>
internal static class DeadNeighbours
{
    /// <summary>A live process of this machine answers at once; silence proves nothing.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    /// <summary>Members that are not dead (6) and whose address this machine has.</summary>
    private const string Members = """
        SELECT Address, Port, Generation FROM OrleansMembershipTable
        WHERE DeploymentId = @cluster AND HostName = @host AND Address = @address AND Status < 6
        """;

    /// <summary>
    /// As every change of a member it moves the version, and locks it first: who locked the member first would wait for a silo that waits
    /// for the member.
    /// </summary>
    private const string Declare = """
        WITH moved AS (
            UPDATE OrleansMembershipVersionTable v SET Version = v.Version + 1, Timestamp = now()
            WHERE v.DeploymentId = @cluster AND EXISTS (
                SELECT 1 FROM OrleansMembershipTable m
                WHERE m.DeploymentId = @cluster AND m.Address = @address AND m.Port = @port AND m.Generation = @generation AND m.Status < 6)
            RETURNING v.DeploymentId)
        UPDATE OrleansMembershipTable m SET Status = 6 FROM moved
        WHERE m.DeploymentId = moved.DeploymentId AND m.Address = @address AND m.Port = @port AND m.Generation = @generation
        """;

    /// <summary>Declares those dead that cannot live.</summary>
    public static async Task DeclareAsync(DbConnection connection, IPAddress address, CancellationToken cancellation)
    {
        foreach (var (port, generation) in await MembersAsync(connection, address, cancellation))
        {
            if (await IsRefusedAsync(address, port, cancellation))
            {
                await using var declare = Command(connection, Declare, address);
                Add(declare, "port", port);
                Add(declare, "generation", generation);
                await declare.ExecuteNonQueryAsync(cancellation);
            }
        }
    }

    private static async Task<List<(int Port, int Generation)>> MembersAsync(
        DbConnection connection, IPAddress address, CancellationToken cancellation)
    {
        await using var command = Command(connection, Members, address);
        Add(command, "host", Dns.GetHostName());
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var members = new List<(int, int)>();
        while (await reader.ReadAsync(cancellation))
        {
            members.Add((reader.GetInt32(1), reader.GetInt32(2)));
        }
        return members;
    }

    private static async Task<bool> IsRefusedAsync(IPAddress address, int port, CancellationToken cancellation)
    {
        using var client = new TcpClient(address.AddressFamily);
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(Patience);
        try
        {
            await client.ConnectAsync(address, port, patience.Token);
            return false;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode == SocketError.ConnectionRefused;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
    }

    private static DbCommand Command(DbConnection connection, string sql, IPAddress address)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        Add(command, "cluster", ClusterSetup.ClusterId);
        Add(command, "address", address.ToString());
        return command;
    }

    private static void Add(DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        (parameter.ParameterName, parameter.Value) = (name, value);
        command.Parameters.Add(parameter);
    }
}
