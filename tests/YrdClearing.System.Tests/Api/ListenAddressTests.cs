using YrdClearing.Server;

namespace YrdClearing.System.Tests.Api;

public sealed class ListenAddressTests
{
    [Theory]
    [InlineData("127.0.0.1:5080", "http://127.0.0.1:5080")]
    [InlineData("localhost:0", "http://127.0.0.1:0")]
    [InlineData("[::1]:5080", "http://[::1]:5080")]
    public void Loopback_is_listened_on_without_a_warning(string listen, string url)
    {
        var address = ListenAddress.Check(listen, allowRemote: false);
        address.Url.ShouldBe(url);
        address.Warning.ShouldBeNull();
    }

    [Theory]
    [InlineData("0.0.0.0:5080")]
    [InlineData("192.0.2.1:5080")]
    [InlineData("[::]:5080")]
    public void Beyond_loopback_is_refused_unless_insisted_on_with_a_warning(string listen)
    {
        Should.Throw<FormatException>(() => ListenAddress.Check(listen, allowRemote: false)).Message.ShouldContain("--allow-remote");
        ListenAddress.Check(listen, allowRemote: true).Warning.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("")]
    [InlineData("5080")]
    [InlineData(":5080")]
    [InlineData("127.0.0.1:")]
    [InlineData("127.0.0.1:65536")]
    [InlineData("example.org:5080")]
    public void What_is_no_address_is_refused(string listen) =>
        Should.Throw<FormatException>(() => ListenAddress.Check(listen, allowRemote: true));
}
