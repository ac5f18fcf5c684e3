using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Orleans.Runtime;
using YrdClearing.Grains;
using YrdClearing.Journal;
using YrdClearing.Server.Api;

namespace YrdClearing.System.Tests.Grains;

/// <summary>
/// Found by faults on real processes: what Orleans could not do with an activation of a silo just declared dead, and what a silo that was
/// stopping could no longer ask its database, looked like bugs of ours.
/// </summary>
public sealed class OutageTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    public static TheoryData<Exception, bool, int> Failures => new()
    {
        { new OrleansException("Trying to register voucher:V1 on invalid silo"), true, StatusCodes.Status503ServiceUnavailable },
        { new SiloUnavailableException("shutting down"), true, StatusCodes.Status503ServiceUnavailable },
        { new BookFencedException("fund:310000"), true, StatusCodes.Status503ServiceUnavailable },
        { new ObjectDisposedException("the data source of a silo that stops"), true, StatusCodes.Status503ServiceUnavailable },
        { new TimeoutException(), false, StatusCodes.Status503ServiceUnavailable },
        { new InvalidOperationException("a bug"), false, StatusCodes.Status500InternalServerError },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task What_is_an_outage_is_asked_again_and_answered_with_503(Exception failure, bool isAskedAgain, int status)
    {
        new Outage(TimeProvider.System, Patience).Excuses(failure).ShouldBe(isAskedAgain);
        new Outage(TimeProvider.System, TimeSpan.Zero).Excuses(failure).ShouldBeFalse("no patience is left");

        using var services = new ServiceCollection().AddLogging().BuildServiceProvider();
        var http = new DefaultHttpContext { RequestServices = services };
        await new RequestLog(_ => throw failure, NullLogger<RequestLog>.Instance, TimeProvider.System).InvokeAsync(http);
        http.Response.StatusCode.ShouldBe(status);
    }

    [Fact]
    public void A_missed_answer_is_asked_for_again_where_that_is_harmless() =>
        new Outage(TimeProvider.System, Patience).Excuses(new TimeoutException(), orTimeout: true).ShouldBeTrue();
}
