using System.Text.Json.Serialization;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Contracts;

/// <summary>The compensation fund's claim against a buyer who defaulted.</summary>
/// <param name="Compensated">Paid by the fund in the buyer's place.</param>
/// <param name="Received">Paid back by the buyer so far.</param>
/// <param name="WrittenOff">Borne by the fund so far.</param>
public sealed record Subrogation(Money Compensated, Money Received = default, Money WrittenOff = default)
{
    /// <summary>What the buyer owes the fund still.</summary>
    [JsonIgnore]
    public Money Left => Compensated - Received - WrittenOff;
}
