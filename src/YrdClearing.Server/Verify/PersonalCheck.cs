using System.Security.Cryptography;
using System.Text;

namespace YrdClearing.Server.Verify;

/// <summary>
/// What is kept of persons and account numbers is what their parties gave: each value has the keyed hash that an event names. A value that is
/// not there was erased; what is there and belongs to nobody should not be.
/// </summary>
internal sealed class PersonalCheck : Check
{
    /// <summary>The row of <c>meta</c> with the key of the hashes, hex.</summary>
    private const string KeyName = "personal-key";

    private readonly JournalReader _journal;
    private readonly Scratch _scratch;
    private readonly Action<object?[]> _name;
    private readonly Func<object?[], object?> _prefix;
    private long _values;

    public PersonalCheck(JournalReader journal, Scratch scratch) : base("personal values are those hashed")
    {
        (_journal, _scratch) = (journal, scratch);
        scratch.Run("CREATE TABLE hashed (hash TEXT PRIMARY KEY, prefix TEXT) WITHOUT ROWID");
        _name = scratch.Prepare("INSERT OR IGNORE INTO hashed VALUES (?1, ?2)");
        _prefix = scratch.PrepareScalar("SELECT prefix FROM hashed WHERE hash = ?1");
    }

    public override void Entry(StoredEntry entry)
    {
        if (entry.Event is not ("enterprise.registered.1" or "provider.applied.1"))
        {
            return;
        }
        Name(entry.Fields.Optional("legalRepHash")?.GetString(), "legalRep\n");
        Name(entry.Fields.Optional("controllerHash")?.GetString(), "controller\n");
        if (entry.Fields.Optional("account") is { } account)
        {
            Name(account.Text("numberHash"), $"account\n{account.Text("bankCode")}/");
        }
    }

    public override void Finish()
    {
        var key = Key();
        foreach (var row in _journal.Rows("SELECT hash, kind, value FROM personal"))
        {
            _values++;
            var (hash, kind) = (row.GetString(0), row.GetString(1));
            // The finding does not repeat the value: what verify prints may be kept where nothing can be erased.
            if (_prefix([hash]) is not string prefix)
            {
                Fail($"a value ({kind}) is kept under {Short(hash)}, which no party gave");
            }
            else if (!prefix.StartsWith(kind + "\n", StringComparison.Ordinal) || key is null || Hash(key, prefix + row.GetString(2)) != hash)
            {
                Fail($"the value ({kind}) kept under {Short(hash)} is not the one that was given, or the key is another");
            }
        }
    }

    protected override string Figure =>
        $"{Fen.Count(_values, "value", "values")} kept of {Fen.Count(_scratch.Count("SELECT count(*) FROM hashed"), "given", "given")}";

    private void Name(string? hash, string prefix)
    {
        if (hash is not null)
        {
            _name([hash, prefix]);
        }
    }

    /// <summary>Null when there is none, or none that can be read: then no value can be proved.</summary>
    private byte[]? Key()
    {
        var text = _journal.Rows($"SELECT value FROM meta WHERE name = '{KeyName}'").Select(r => r.GetString(0)).SingleOrDefault();
        return text is { Length: > 0 } && text.Length % 2 == 0 && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text) : null;
    }

    private static string Hash(byte[] key, string text) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)));

    private static string Short(string hash) => hash[..Math.Min(hash.Length, 16)] + "…";
}
