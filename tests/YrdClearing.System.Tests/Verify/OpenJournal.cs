namespace YrdClearing.System.Tests.Verify;

/// <summary>The embedded journal of an <see cref="OpenNetwork"/>.</summary>
public sealed class OpenJournal : PlayedJournal
{
    public override async ValueTask InitializeAsync() => await OpenNetwork.PlayAsync(new(Original, null, Write: true), ChangeAsync);

    private Task ChangeAsync(string sql)
    {
        VerifyTests.Change(Original, sql);
        return Task.CompletedTask;
    }
}
