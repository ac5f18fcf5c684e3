using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Licences;

public enum OpenLicenceTrigger
{
    /// <summary>A buyer accepts; the offer goes on.</summary>
    Accept,

    Withdraw,
}

/// <summary>An open licence's lifecycle (domain.md, "Technology contracts": one offer, an acceptance makes a contract).</summary>
public static class OpenLicenceLifecycle
{
    public static readonly Lifecycle<OpenLicenceStatus, OpenLicenceTrigger> Table = new("OpenLicence", OpenLicenceStatus.Offered,
        (OpenLicenceStatus.Offered, OpenLicenceTrigger.Accept,   OpenLicenceStatus.Offered),
        (OpenLicenceStatus.Offered, OpenLicenceTrigger.Withdraw, OpenLicenceStatus.Withdrawn));
}
