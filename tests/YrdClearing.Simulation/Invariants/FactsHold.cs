using System.Text.Json;
using YrdClearing.Journal;

namespace YrdClearing.Simulation.Invariants;

/// <summary>
/// Whoever has an integrity listing applies for no voucher, and is no party of a new order or claim: whatever other activations of the
/// party's record believed, a decision that another fact has overtaken is not written.
/// </summary>
internal sealed class FactsHold(Observer observer) : Invariant("decisions rest on facts that hold", observer)
{
    public override void Written(NumberedEntry entry, JsonElement data)
    {
        switch (entry.Request.Event)
        {
            case "voucher.applied.1":
                MustNotBeListed(entry, data.Text("enterprise"));
                break;
            case "order.placed.1" or "claim.submitted.1":
                var order = Model.Vouchers.Orders[data.Text("order")];
                MustNotBeListed(entry, Model.Vouchers.Vouchers[order.Voucher].Enterprise);
                MustNotBeListed(entry, order.Provider);
                break;
        }
    }

    private void MustNotBeListed(NumberedEntry entry, string party) =>
        Require(!Model.Listed.Contains(party), $"{entry.Request.Book}/{entry.Seq}: {entry.Request.Event} though {party} is listed");
}
