using YrdClearing.Domain.Contracts;
using YrdClearing.Domain.Ledger;

namespace YrdClearing.Domain.Commands;

/// <summary>What a field of a command is.</summary>
public enum FieldType
{
    Id,
    Uscc,
    Region,
    Text,
    Amount,
    Rate,
    Rates,
    Date,
    Whole,
    Flag,
    Word,
    Texts,
    Account,
    List,
    Plan,
}

/// <summary>One field of a command, for documentation and OpenAPI.</summary>
/// <param name="Name">The field's name.</param>
/// <param name="Type">What it holds.</param>
/// <param name="IsOptional">True when it may be absent.</param>
/// <param name="Words">The words a <see cref="FieldType.Word"/> may be; empty for the others.</param>
/// <param name="Max">The largest <see cref="FieldType.Whole"/>; null for the others.</param>
/// <param name="Items">The fields of each object of a <see cref="FieldType.List"/>; null for the others.</param>
public sealed record FieldDescription(
    string Name, FieldType Type, bool IsOptional, IReadOnlyList<string> Words, int? Max, IReadOnlyList<FieldDescription>? Items = null);

/// <summary>
/// Writes down what a command asks for instead of reading it, so that documentation cannot say anything else than the reader.
/// </summary>
public sealed class DescribedFields : Fields
{
    private readonly List<FieldDescription> _fields = [];
    private readonly List<(string Field, string Text)> _conditions = [];

    private DescribedFields()
    {
    }

    /// <summary>The fields of a command, in the order it asks for them.</summary>
    public static IReadOnlyList<FieldDescription> Of(CommandSpec spec) => Of(spec.Read)._fields;

    /// <summary>The conditions between fields of a command: the field that a fault would name, and the sentence about it.</summary>
    public static IReadOnlyList<(string Field, string Text)> ConditionsOf(CommandSpec spec) => Of(spec.Read)._conditions;

    /// <summary>The members of a plan, its kind apart, in the order it asks for them.</summary>
    public static IReadOnlyList<FieldDescription> Of(PlanKind kind) => Of(kind.Read)._fields;

    /// <summary>The conditions on and between members of a plan.</summary>
    public static IReadOnlyList<(string Field, string Text)> ConditionsOf(PlanKind kind) => Of(kind.Read)._conditions;

    public override string Id(string name) => Add(name, FieldType.Id, "X");
    public override string? OptionalId(string name) => Add(name, FieldType.Id, (string?)null, isOptional: true);
    public override string Uscc(string name) => Add(name, FieldType.Uscc, "91310000MAXX00015X");
    public override string? OptionalUscc(string name) => Add(name, FieldType.Uscc, (string?)null, isOptional: true);
    public override string Region(string name) => Add(name, FieldType.Region, "310000");
    public override string Text(string name) => Add(name, FieldType.Text, "x");
    public override string? OptionalText(string name) => Add(name, FieldType.Text, (string?)null, isOptional: true);
    public override Money Amount(string name) => Add(name, FieldType.Amount, Money.Zero);
    public override Money? OptionalAmount(string name) => Add(name, FieldType.Amount, (Money?)null, isOptional: true);
    public override Rate Rate(string name) => Add(name, FieldType.Rate, default(Rate));

    public override IReadOnlyDictionary<string, Rate>? OptionalRates(string name) =>
        Add(name, FieldType.Rates, (IReadOnlyDictionary<string, Rate>?)null, isOptional: true);

    public override DateOnly Date(string name) => Add(name, FieldType.Date, new DateOnly(2026, 1, 1));
    public override DateOnly? OptionalDate(string name) => Add(name, FieldType.Date, (DateOnly?)null, isOptional: true);
    public override int Whole(string name, int max) => Add(name, FieldType.Whole, 0, max: max);
    public override bool Flag(string name) => Add(name, FieldType.Flag, false);
    public override string Word(string name, IReadOnlyList<string> words) => Add(name, FieldType.Word, words[0], words: words);

    public override string? OptionalWord(string name, IReadOnlyList<string> words) =>
        Add(name, FieldType.Word, (string?)null, isOptional: true, words);

    public override IReadOnlyList<string> Texts(string name) => Add<IReadOnlyList<string>>(name, FieldType.Texts, ["x"]);

    public override IReadOnlyList<string>? OptionalTexts(string name) =>
        Add(name, FieldType.Texts, (IReadOnlyList<string>?)null, isOptional: true);

    public override BankAccount Account(string name) => Add(name, FieldType.Account, new BankAccount("", "", ""));
    public override BankAccount? OptionalAccount(string name) => Add(name, FieldType.Account, (BankAccount?)null, isOptional: true);

    public override IReadOnlyList<T> List<T>(string name, Func<Fields, T> item) => [List(name, item, isOptional: false)];

    public override IReadOnlyList<T>? OptionalList<T>(string name, Func<Fields, T> item)
    {
        List(name, item, isOptional: true);
        return null;
    }

    public override ContractPlan Plan(string name) => Add<ContractPlan>(name, FieldType.Plan, new MilestonePlan([]));

    public override void Must(string name, bool holds, string otherwise) => _conditions.Add((name, otherwise));

    private T List<T>(string name, Func<Fields, T> item, bool isOptional)
    {
        T? read = default;
        var items = Of(f => read = item(f))._fields;
        _fields.Add(new(name, FieldType.List, isOptional, [], null, items));
        return read!;
    }

    private static DescribedFields Of<T>(Func<Fields, T> read)
    {
        var described = new DescribedFields();
        read(described);
        return described;
    }

    private T Add<T>(string name, FieldType type, T value, bool isOptional = false, IReadOnlyList<string>? words = null, int? max = null)
    {
        _fields.Add(new(name, type, isOptional, words ?? [], max));
        return value;
    }
}
