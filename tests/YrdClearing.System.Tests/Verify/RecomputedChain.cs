using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace YrdClearing.System.Tests.Verify;

/// <summary>What a forger does who knows ops/architecture.md: computes a book's whole chain anew, its head included.</summary>
internal static class RecomputedChain
{
    private const string Columns = "book, seq, at, recorded, actor, command_id, lower(hex(body_hash)), "
        + "cause_book, cause_seq, cause_n, aggregate, event, data, currency, accounts, amounts, messages, due_kind, due_book, "
        + "due_fen, body_hash IS NULL";

    public static void Write(string folder, string book)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(folder, "journal.db")};Pooling=False");
        connection.Open();
        var hashes = new List<byte[]>();
        using (var read = connection.CreateCommand())
        {
            read.CommandText = $"SELECT {Columns} FROM entry WHERE book = $book ORDER BY seq";
            read.Parameters.AddWithValue("$book", book);
            using var rows = read.ExecuteReader();
            while (rows.Read())
            {
                hashes.Add(SHA256.HashData(Canonical(rows, hashes.Count == 0 ? new byte[32] : hashes[^1])));
            }
        }
        using var transaction = connection.BeginTransaction();
        for (var i = 0; i < hashes.Count; i++)
        {
            Set(connection, "UPDATE entry SET hash = $hash WHERE book = $book AND seq = $seq", book, i + 1, hashes[i]);
        }
        Set(connection, "UPDATE head SET hash = $hash WHERE book = $book AND seq = $seq", book, hashes.Count, hashes[^1]);
        transaction.Commit();
    }

    private static byte[] Canonical(SqliteDataReader row, byte[] previous)
    {
        const int bodyHash = 6, accounts = 14, amounts = 15, columns = 20, noBodyHash = 20;
        using var bytes = new MemoryStream();
        bytes.Write(previous);
        for (var i = 0; i < columns; i++)
        {
            var text = row.IsDBNull(i) || (i == bodyHash && row.GetBoolean(noBodyHash)) ? null
                : i == accounts ? string.Join(' ', JsonSerializer.Deserialize<string[]>(row.GetString(i))!)
                : i == amounts ? string.Join(' ', JsonSerializer.Deserialize<long[]>(row.GetString(i))!)
                : Convert.ToString(row.GetValue(i), CultureInfo.InvariantCulture)!;
            var length = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(length, text is null ? -1 : Encoding.UTF8.GetByteCount(text));
            bytes.Write(length);
            bytes.Write(Encoding.UTF8.GetBytes(text ?? ""));
        }
        return bytes.ToArray();
    }

    private static void Set(SqliteConnection connection, string sql, string book, long seq, byte[] hash)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$book", book);
        command.Parameters.AddWithValue("$seq", seq);
        command.Parameters.AddWithValue("$hash", hash);
        command.ExecuteNonQuery().ShouldBe(1);
    }
}
