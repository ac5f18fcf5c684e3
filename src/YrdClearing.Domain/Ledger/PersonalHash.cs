using System.Security.Cryptography;
using System.Text;
using YrdClearing.Domain.Commands;

namespace YrdClearing.Domain.Ledger;

/// <summary>
/// The keyed hash that stands in the journal for a personal value (HMAC-SHA256). The key is kept outside the journal, so that a number
/// cannot be found by trying all numbers; equal values of one kind have equal hashes, which is all that comparing related parties needs.
/// </summary>
public sealed class PersonalHash
{
    public const string LegalRep = "legalRep";
    public const string Controller = "controller";
    public const string AccountNumber = "account";

    /// <summary>Least length of the key, bytes: that of the hash.</summary>
    public const int MinKeyBytes = 32;

    private readonly byte[] _key;

    /// <exception cref="ArgumentException">The key is shorter than <see cref="MinKeyBytes"/>.</exception>
    public PersonalHash(byte[] key)
    {
        if (key.Length < MinKeyBytes)
        {
            throw new ArgumentException($"The key of personal data needs {MinKeyBytes} bytes.", nameof(key));
        }
        _key = [.. key];
    }

    /// <summary>64 lower-case hex digits. The kind is part of what is hashed: a representative never equals a controller.</summary>
    public string Of(string kind, string value) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes($"{kind}\n{value}")));

    /// <summary>The value with its hash, to be kept where it can be erased; null for an absent or empty one: it counts as none.</summary>
    public PersonalValue? Personal(string kind, string? value) =>
        string.IsNullOrEmpty(value) ? null : new(Of(kind, value), kind, value);

    /// <summary>The account's number with its hash; the same number at another bank is another value.</summary>
    public PersonalValue Personal(BankAccount account) =>
        new(Of(AccountNumber, $"{account.BankCode}/{account.Number}"), AccountNumber, account.Number);
}
