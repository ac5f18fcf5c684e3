using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Domain.Vouchers;

namespace YrdClearing.Grains.Aggregates;

/// <summary>A voucher with its orders and their claims, in its fund's book.</summary>
public sealed class VoucherAggregate(string id, ClearingServices services, INetwork network)
    : Aggregate<VoucherState>(id, services, network)
{
    protected override string BookOf(Command command) => Books.Fund(State?.Fund ?? ((ApplyVoucher)command).Fund);

    protected override bool Begins(Command command) => command is ApplyVoucher;

    protected override VoucherState Read(IReadOnlyList<StateRow> rows) => VoucherRows.Read(rows);

    protected override IReadOnlyList<StateRow> Changed(VoucherState? before, VoucherState after) => VoucherRows.Changed(before, after);

    protected override VoucherState Evolve(VoucherState? state, DomainEvent @event) => VoucherState.Evolve(state, @event);

    protected override void Committed(DomainEvent @event)
    {
        if (@event is OrderPlaced placed)
        {
            Services.Orders.Remember(placed.Order, new(State!.Id, State.HomeBook, placed.PayingBook));
        }
    }

    protected override async ValueTask<Decision> DecideAsync(CommandContext context, Command command, Facts facts)
    {
        var voucher = (VoucherCommand)command;
        return VoucherDecider.Decide(State, context, voucher, await FactsAsync(context, voucher, facts));
    }

    private async ValueTask<VoucherFacts> FactsAsync(CommandContext context, VoucherCommand command, Facts facts)
    {
        var needs = VoucherFacts.Needs(command);
        if (needs == VoucherFactKinds.None)
        {
            return VoucherFacts.None;
        }
        var (fund, enterprise, provider) = VoucherFacts.SubjectsOf(State, command);
        var asksEnterprise = Asks(VoucherFactKinds.Enterprise) && enterprise is not null;
        var asksProvider = Asks(VoucherFactKinds.Provider) && provider is not null;
        return new()
        {
            FundOpened = Asks(VoucherFactKinds.Fund) && fund is not null && await facts.IsOpenedFundAsync(fund),
            Policy = Asks(VoucherFactKinds.Policy) && fund is not null ? await facts.PolicyAsync(fund, context.At.Day) : null,
            Enterprise = asksEnterprise ? await facts.EnterpriseAsync(enterprise!) : null,
            EnterpriseListed = asksEnterprise && await facts.IsListedAsync(enterprise!),
            Provider = asksProvider ? await facts.ProviderAsync(provider!) : null,
            ProviderListed = asksProvider && await facts.IsListedAsync(provider!),
        };

        // Enum.HasFlag would put both on the heap here.
        bool Asks(VoucherFactKinds kind) => (needs & kind) != 0;
    }
}
