using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Grains.Aggregates;

/// <summary>A voucher with its orders and their claims, in its fund's book.</summary>
public sealed class VoucherAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<VoucherState>(id, services, network)
{
    protected override string BookOf(Command command) => Books.Fund(State?.Fund ?? ((ApplyVoucher)command).Fund);

    protected override VoucherState Read(IReadOnlyList<StateRow> rows) => VoucherRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(VoucherState? before, VoucherState after) => VoucherRows.Changed(before, after);

    protected override VoucherState Evolve(VoucherState? state, DomainEvent @event) => VoucherState.Evolve(state, @event);

    protected override async ValueTask<Decision> DecideAsync(CommandContext context, Command command)
    {
        var voucher = (VoucherCommand)command;
        return VoucherDecider.Decide(State, context, voucher, await FactsAsync(context, voucher));
    }

    private async ValueTask<VoucherFacts> FactsAsync(CommandContext context, VoucherCommand command)
    {
        var needs = VoucherFacts.Needs(command);
        if (needs == VoucherFactKinds.None)
        {
            return VoucherFacts.None;
        }
        var (fund, enterprise, provider) = VoucherFacts.SubjectsOf(State, command);
        var opened = Ask(VoucherFactKinds.Fund, fund, Network.IsOpenedFundAsync);
        var policy = Ask(VoucherFactKinds.Policy, fund, f => Network.PolicyAsync(f, context.At.Day));
        var enterpriseState = Ask(VoucherFactKinds.Enterprise, enterprise, Network.EnterpriseAsync);
        var enterpriseListed = Ask(VoucherFactKinds.Enterprise, enterprise, Network.IsListedAsync);
        var providerState = Ask(VoucherFactKinds.Provider, provider, Network.ProviderAsync);
        var providerListed = Ask(VoucherFactKinds.Provider, provider, Network.IsListedAsync);
        return new()
        {
            FundOpened = await opened,
            Policy = await policy,
            Enterprise = await enterpriseState,
            EnterpriseListed = await enterpriseListed,
            Provider = await providerState,
            ProviderListed = await providerListed,
        };

        async Task<T?> Ask<T>(VoucherFactKinds kind, string? subject, Func<string, Task<T?>> ask) =>
            needs.HasFlag(kind) && subject is not null ? await ask(subject) : default;
    }
}
