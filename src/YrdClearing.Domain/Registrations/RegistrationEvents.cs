using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Registrations;

/// <summary>What happened to a registration.</summary>
public abstract record RegistrationEvent : DomainEvent;

/// <summary>A contract that another system registered is in the register from now on; it is never changed.</summary>
[Stored("registration.recorded.1")]
public sealed record RegistrationRecorded(RegistrationParticulars Particulars) : RegistrationEvent;
