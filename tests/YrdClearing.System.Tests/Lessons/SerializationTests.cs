using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;
using YrdClearing.Domain.Commands;
using YrdClearing.Domain.Ledger;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.System.Tests.Api;

namespace YrdClearing.System.Tests.Lessons;

/// <summary>
/// Lesson 6: what crosses silos is written and read by the serialiser that the silo itself uses, pure domain records included. Every value
/// has something in each of its fields.
/// </summary>
public sealed class SerializationTests(ApiServer server) : IClassFixture<ApiServer>
{
    private Serializer Serializer => server.Services.GetRequiredService<Serializer>();

    /// <summary>All commands, internal ones too, and all events.</summary>
    public static IEnumerable<TheoryDataRow<Type>> Records() => typeof(DomainEvent).Assembly.GetTypes()
        .Where(t => !t.IsAbstract && (t.IsSubclassOf(typeof(Command)) || t.IsSubclassOf(typeof(DomainEvent))))
        .OrderBy(t => t.FullName, StringComparer.Ordinal)
        .Select(t => new TheoryDataRow<Type>(t));

    /// <summary>What a grain is asked with or answers.</summary>
    public static IEnumerable<TheoryDataRow<Type>> CallsAndAnswers() => GrainMethods()
        .SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType))
        .Select(t => t.IsGenericType && t.GetGenericTypeDefinition() == typeof(Task<>) ? t.GetGenericArguments()[0] : t)
        .Where(t => t != typeof(CommandCall) && t != typeof(Task) && t != typeof(ValueTask))
        .Distinct()
        .OrderBy(t => t.ToString(), StringComparer.Ordinal)
        .Select(t => new TheoryDataRow<Type>(t));

    public static IEnumerable<TheoryDataRow<Type>> Exceptions() => new[] { typeof(Book), typeof(BookGrain) }
        .SelectMany(t => t.Assembly.GetTypes())
        .Where(t => t.IsSubclassOf(typeof(Exception)))
        .Select(t => new TheoryDataRow<Type>(t));

    [Theory]
    [MemberData(nameof(Records))]
    [MemberData(nameof(CallsAndAnswers))]
    public void A_record_is_the_same_on_the_other_silo(Type type)
    {
        var sent = Filled.Of(type);
        var received = Travel(sent);
        received.ShouldBeOfType(sent.GetType());
        Text(received).ShouldBe(Text(sent));
    }

    /// <summary>A refusal must arrive as one: a lost code would be taken for an acceptance.</summary>
    [Fact]
    public void A_reply_without_a_rejection_stays_accepted_and_one_with_every_code_stays_refused()
    {
        Travel(new CommandReply("network", 1, 2, "fund:310000", false, null)).Rejection.ShouldBeNull();
        foreach (var code in Enum.GetValues<RejectionCode>())
        {
            var rejection = (Rejection)Filled.Of(typeof(Rejection)) with { Code = code };
            Travel(CommandReply.Refused(rejection)).Rejection.ShouldBe(rejection);
            Travel(CommandReply.Refused(code)).Rejection.ShouldBe(new Rejection(code));
        }
    }

    [Fact]
    public void Every_command_of_the_catalogue_is_read_again_from_its_canonical_bytes()
    {
        foreach (var spec in CommandCatalogue.All)
        {
            var read = CommandReader.Read(
                Encoding.UTF8.GetBytes(spec.Example), "c-1", new BusinessTime(1_772_413_200_000_001), atMayPrecede: true,
                [new("do", spec.Do), new("as", "operator:network/li")]);
            var sent = read.Envelope.ShouldNotBeNull($"{spec.Do}: {read.Rejection?.Detail}");
            ShouldBeSame(Travel(new CommandCall(sent)).Envelope, sent);
        }
    }

    [Fact]
    public void An_internal_command_is_read_again_by_its_stored_name()
    {
        Actor.TryParse("operator:network/schedule", out var actor).ShouldBeTrue();
        var commands = Records().Select(r => r.Data).Where(t => t.IsSubclassOf(typeof(Command)));
        foreach (var type in commands.Where(t => t.IsDefined(typeof(StoredAttribute), inherit: false)))
        {
            var call = CommandCall.Internal("deadlines/2026-03-02", new(1), actor!, (Command)Filled.Of(type));
            ShouldBeSame(Travel(call).Envelope, call.Envelope);
        }
    }

    /// <summary>The caller tells a fenced book, an unknown outcome and an overload apart, wherever they were thrown.</summary>
    [Theory]
    [MemberData(nameof(Exceptions))]
    public void An_exception_keeps_its_type_and_message(Type type)
    {
        var constructor = type.GetConstructors().Single();
        var sent = Throw((Exception)constructor.Invoke([.. constructor.GetParameters().Select(p => p.ParameterType == typeof(Exception)
            ? new InvalidOperationException("the cause")
            : Filled.Of(p.ParameterType))]));
        var received = Travel(sent);
        received.ShouldBeOfType(type);
        received.Message.ShouldBe(sent.Message);
        received.InnerException?.Message.ShouldBe(sent.InnerException!.Message);
    }

    public static IEnumerable<TheoryDataRow<Exception>> Causes() =>
    [
        new(new Npgsql.PostgresException("the disk is full", "ERROR", "ERROR", "53100")),
        new(new Npgsql.NpgsqlException("the connection is broken", new IOException("end of stream"))),
        new(new Microsoft.Data.Sqlite.SqliteException("database or disk is full", 13)),
        new(new TimeoutException("no answer")),
    ];

    /// <summary>A cause that cannot travel would take the place of what it caused.</summary>
    [Theory]
    [MemberData(nameof(Causes), DisableDiscoveryEnumeration = true)]
    public void An_unknown_outcome_keeps_its_cause_whatever_the_database_threw(Exception cause)
    {
        var alone = Travel(Throw(cause));
        var unknown = Travel(Throw(new CommitUnknownException("network", Throw(cause)))).ShouldBeOfType<CommitUnknownException>();
        foreach (var received in new[] { alone, unknown.InnerException })
        {
            received.ShouldBeOfType(cause.GetType());
            received.Message.ShouldBe(cause.Message);
        }
    }

    private static IEnumerable<MethodInfo> GrainMethods() => typeof(BookGrain).Assembly.GetTypes()
        .Where(t => t.IsInterface && t.IsAssignableTo(typeof(Orleans.IGrain)) && !t.ContainsGenericParameters)
        .SelectMany(t => t.GetInterfaces().Where(i => i.Assembly == t.Assembly).Append(t))
        .Distinct()
        .SelectMany(t => t.GetMethods());

    private T Travel<T>(T value) => Serializer.Deserialize<T>(Serializer.SerializeToArray(value))!;

    private static string Text(object value) =>
        JsonSerializer.Serialize(value, value.GetType(), DomainJson.Options);

    private static void ShouldBeSame(Envelope received, Envelope sent)
    {
        received.Body.ShouldBe(sent.Body);
        Text(received with { Body = [], Command = sent.Command }).ShouldBe(Text(sent with { Body = [] }));
        received.Command.ShouldBeOfType(sent.Command.GetType());
        Text(received.Command).ShouldBe(Text(sent.Command));
    }

    /// <summary>As it comes: thrown, so with a stack.</summary>
    private static Exception Throw(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception caught)
        {
            return caught;
        }
    }
}
