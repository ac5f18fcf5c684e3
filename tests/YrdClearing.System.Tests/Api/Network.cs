namespace YrdClearing.System.Tests.Api;

/// <summary>A network of Shanghai and Zhejiang (route R3) as commands, every one accepted in this order.</summary>
internal static class Network
{
    public const string Enterprise = "91310000MAXX00314U";
    public const string OtherEnterprise = "91330000MAXX00322Y";
    public const string Provider = "91330000MAXX00349N";
    public const string OtherProvider = "91310000MAXX00330H";

    /// <summary>Voucher V1 of 100,000.00 at a corridor rate of 0.40, V2 of 60,000.00 at 0.50.</summary>
    public static readonly string[] Setup =
    [
        """{"at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"fund.open","fund":"310000","name":"Fund 310000"}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"policy.publish","fund":"310000","version":"P1","from":"2026-01-01","source":"test rules","route":"R3","rate":"0.50","annualCap":"1000000.00","useDays":365,"claimDays":90,"corridorRates":{"330000":"0.40"}}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"fund:310000/li","do":"fund.appropriate","fund":"310000","amount":"500000.00"}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"bank:network","do":"fund.deposit","fund":"310000","amount":"200000.00"}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"fund.open","fund":"330000","name":"Fund 330000"}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"policy.publish","fund":"330000","version":"P2","from":"2026-01-01","source":"test rules","route":"R3","rate":"0.50","annualCap":"1000000.00","useDays":365,"claimDays":90}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"fund:330000/li","do":"fund.appropriate","fund":"330000","amount":"400000.00"}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"bank:network","do":"fund.deposit","fund":"330000","amount":"150000.00"}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"enterprise.register","enterprise":"91310000MAXX00314U","name":"Enterprise 1","region":"310115","sme":true}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"enterprise.register","enterprise":"91330000MAXX00322Y","name":"Enterprise 2","region":"330106","sme":true}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"provider.apply","provider":"91310000MAXX00330H","name":"Provider 3","fund":"310000","services":["testing","design"],"account":{"bankCode":"313651021030","number":"6222000000000003","name":"Provider 3"}}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"fund:310000/li","do":"provider.recognise","provider":"91310000MAXX00330H"}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"operator:network","do":"provider.apply","provider":"91330000MAXX00349N","name":"Provider 4","fund":"330000","services":["testing","design"],"account":{"bankCode":"313651021048","number":"6222000000000004","name":"Provider 4"}}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"fund:330000/li","do":"provider.recognise","provider":"91330000MAXX00349N"}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"fund:330000/li","do":"provider.propose","provider":"91330000MAXX00349N","province":"310000"}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"fund:310000/li","do":"provider.accept","provider":"91330000MAXX00349N","province":"310000"}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"fund:310000/li","do":"provider.propose","provider":"91310000MAXX00330H","province":"330000"}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"fund:330000/li","do":"provider.accept","provider":"91310000MAXX00330H","province":"330000"}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"enterprise:91310000MAXX00314U","do":"voucher.apply","voucher":"V1","enterprise":"91310000MAXX00314U","fund":"310000","amount":"100000.00"}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"fund:310000/wang","do":"voucher.approve","voucher":"V1"}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"enterprise:91330000MAXX00322Y","do":"voucher.apply","voucher":"V2","enterprise":"91330000MAXX00322Y","fund":"330000","amount":"60000.00"}""",
        """{"at":"2026-03-02T09:00:00+08:00","as":"fund:330000/wang","do":"voucher.approve","voucher":"V2"}""",
    ];

    /// <summary>Two orders abroad with their claims and payouts, a cycle that nets 32,000.00 against 12,000.00, and everything else there is.</summary>
    public static readonly string[] Rest =
    [
        """{"at":"2026-03-16T09:00:00+08:00","as":"enterprise:91310000MAXX00314U","do":"order.place","voucher":"V1","order":"O1","provider":"91330000MAXX00349N","service":"testing","price":"80000.00"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"provider:91330000MAXX00349N","do":"order.accept","order":"O1"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"provider:91330000MAXX00349N","do":"order.deliver","order":"O1","contract":"2026310000030000","invoice":"26312000000000030001","invoiceAmount":"80000.00"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"enterprise:91310000MAXX00314U","do":"order.confirm","order":"O1"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"enterprise:91330000MAXX00322Y","do":"order.place","voucher":"V2","order":"O2","provider":"91310000MAXX00330H","service":"testing","price":"24000.00"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"provider:91310000MAXX00330H","do":"order.accept","order":"O2"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"provider:91310000MAXX00330H","do":"order.deliver","order":"O2","contract":"2026310000030001","invoice":"26312000000000030002","invoiceAmount":"24000.00"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"enterprise:91330000MAXX00322Y","do":"order.confirm","order":"O2"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"enterprise:91330000MAXX00322Y","do":"order.place","voucher":"V2","order":"O3","provider":"91310000MAXX00330H","service":"testing","price":"1000.00"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"provider:91310000MAXX00330H","do":"order.decline","order":"O3"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"enterprise:91330000MAXX00322Y","do":"order.place","voucher":"V2","order":"O4","provider":"91310000MAXX00330H","service":"testing","price":"2000.00"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"provider:91310000MAXX00330H","do":"order.accept","order":"O4"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"provider:91310000MAXX00330H","do":"order.deliver","order":"O4","contract":"2026310000030004","invoice":"26312000000000030004","invoiceAmount":"2000.00"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"enterprise:91330000MAXX00322Y","do":"order.dispute","order":"O4"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"fund:330000/li","do":"order.cancel","order":"O4","reason":"agreed"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"enterprise:91330000MAXX00322Y","do":"order.place","voucher":"V2","order":"O5","provider":"91310000MAXX00330H","service":"design","price":"3000.00"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"provider:91310000MAXX00330H","do":"order.accept","order":"O5"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"provider:91310000MAXX00330H","do":"order.deliver","order":"O5","contract":"2026310000030005","invoice":"26312000000000030005","invoiceAmount":"3000.00"}""",
        """{"at":"2026-03-16T09:00:00+08:00","as":"enterprise:91330000MAXX00322Y","do":"order.confirm","order":"O5"}""",
        """{"at":"2026-03-17T09:00:00+08:00","as":"provider:91330000MAXX00349N","do":"claim.submit","order":"O1"}""",
        """{"at":"2026-03-17T09:00:00+08:00","as":"fund:330000/li","do":"claim.return","order":"O1","reason":"illegible"}""",
        """{"at":"2026-03-17T09:00:00+08:00","as":"provider:91330000MAXX00349N","do":"claim.submit","order":"O1"}""",
        """{"at":"2026-03-17T09:00:00+08:00","as":"fund:330000/li","do":"claim.review","order":"O1"}""",
        """{"at":"2026-03-17T09:00:00+08:00","as":"fund:310000/zhao","do":"claim.approve","order":"O1"}""",
        """{"at":"2026-03-17T09:00:00+08:00","as":"provider:91310000MAXX00330H","do":"claim.submit","order":"O2"}""",
        """{"at":"2026-03-17T09:00:00+08:00","as":"fund:310000/li","do":"claim.review","order":"O2"}""",
        """{"at":"2026-03-17T09:00:00+08:00","as":"fund:330000/zhao","do":"claim.approve","order":"O2"}""",
        """{"at":"2026-03-17T09:00:00+08:00","as":"provider:91310000MAXX00330H","do":"claim.submit","order":"O5"}""",
        """{"at":"2026-03-17T09:00:00+08:00","as":"fund:310000/li","do":"claim.reject","order":"O5","reason":"no evidence"}""",
        """{"at":"2026-03-18T09:00:00+08:00","as":"fund:330000/chen","do":"payout.instruct","order":"O1"}""",
        """{"at":"2026-03-18T09:00:00+08:00","as":"bank:network","do":"payout.fail","order":"O1","reason":"account closed"}""",
        """{"at":"2026-03-18T09:00:00+08:00","as":"fund:330000/chen","do":"payout.instruct","order":"O1"}""",
        """{"at":"2026-03-18T09:00:00+08:00","as":"bank:network","do":"payout.confirm","order":"O1","bankRef":"20260318-1"}""",
        """{"at":"2026-03-18T09:00:00+08:00","as":"fund:310000/chen","do":"payout.instruct","order":"O2"}""",
        """{"at":"2026-03-18T09:00:00+08:00","as":"bank:network","do":"payout.confirm","order":"O2"}""",
        """{"at":"2026-04-01T00:00:00+08:00","as":"clearing:network","do":"cycle.cut-off","cycle":"C1","mode":"multilateral"}""",
        """{"at":"2026-04-01T00:00:00+08:00","as":"clearing:network","do":"cycle.calculate","cycle":"C1"}""",
        """{"at":"2026-04-01T00:00:00+08:00","as":"fund:310000/xu","do":"cycle.confirm","cycle":"C1"}""",
        """{"at":"2026-04-01T00:00:00+08:00","as":"fund:330000/xu","do":"cycle.confirm","cycle":"C1"}""",
        """{"at":"2026-04-01T00:00:00+08:00","as":"clearing:network","do":"cycle.instruct","cycle":"C1"}""",
        """{"at":"2026-04-02T00:00:00+08:00","as":"bank:network","do":"cycle.fail","cycle":"C1","from":"310000","to":"330000","reason":"daily limit"}""",
        """{"at":"2026-04-02T00:00:00+08:00","as":"bank:network","do":"cycle.pay","cycle":"C1","from":"310000","to":"330000"}""",
        """{"at":"2026-04-02T00:00:00+08:00","as":"clearing:network","do":"cycle.close","cycle":"C1"}""",
        """{"at":"2026-04-03T00:00:00+08:00","as":"fund:310000/li","do":"claim.claw-back","order":"O1","amount":"1000.00","reason":"audit finding"}""",
        """{"at":"2026-04-03T00:00:00+08:00","as":"bank:network","do":"recovery.receive","order":"O1","amount":"400.00"}""",
        """{"at":"2026-04-04T00:00:00+08:00","as":"fund:310000/li","do":"provider.object","provider":"91330000MAXX00349N","province":"310000","reason":"complaints"}""",
        """{"at":"2026-04-04T00:00:00+08:00","as":"fund:310000/li","do":"integrity.list","party":"91330000MAXX00349N","reason":"false statements"}""",
        """{"at":"2026-04-04T00:00:00+08:00","as":"fund:330000/li","do":"integrity.clear","party":"91330000MAXX00349N","reason":"set right"}""",
        """{"at":"2026-04-05T00:00:00+08:00","as":"enterprise:91310000MAXX00314U","do":"voucher.apply","voucher":"V3","enterprise":"91310000MAXX00314U","fund":"310000","amount":"5000.00"}""",
        """{"at":"2026-04-05T00:00:00+08:00","as":"fund:310000/wang","do":"voucher.reject","voucher":"V3","reason":"incomplete"}""",
        """{"at":"2026-04-05T00:00:00+08:00","as":"enterprise:91310000MAXX00314U","do":"voucher.return","voucher":"V1"}""",
        """{"at":"2026-04-05T00:00:00+08:00","as":"fund:330000/wang","do":"voucher.revoke","voucher":"V2","reason":"granted in error"}""",
        """{"at":"2026-04-06T00:00:00+08:00","as":"operator:network","do":"deadlines.run"}""",
    ];
}
