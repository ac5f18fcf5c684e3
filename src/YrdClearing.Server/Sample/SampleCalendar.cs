namespace YrdClearing.Server.Sample;

/// <summary>
/// Business times of the sample year, in China Standard Time: people work on weekdays from nine, the clearing house before that.
/// </summary>
internal static class SampleCalendar
{
    public const int Year = 2025;

    /// <summary>The last obligations must be there before the year's last cut-off.</summary>
    public static readonly DateTime LastApproval = new(Year, 12, 24, 22, 0, 0);

    public static readonly DateTime LastCutOff = new(Year, 12, 26);
    public static readonly DateTime LastPayment = new(Year, 12, 30, 22, 0, 0);

    /// <summary>Orders placed later are still on their way at the end of the year.</summary>
    public static readonly DateTime LastRedeemable = new(Year, 11, 14, 23, 0, 0);

    public static DateTime Day(int month, int day) => new(Year, month, day);

    /// <summary>An office hour of the day, or of the Monday after it.</summary>
    public static DateTime OfficeHour(DateTime day, SampleRandom random)
    {
        var workday = day.DayOfWeek switch
        {
            DayOfWeek.Saturday => day.Date.AddDays(2),
            DayOfWeek.Sunday => day.Date.AddDays(1),
            _ => day.Date,
        };
        return workday.AddHours(9).AddSeconds(random.Below(9 * 3600));
    }

    /// <summary>Some days after <paramref name="time"/>; on the same day a few minutes later.</summary>
    public static DateTime After(DateTime time, int days, SampleRandom random)
    {
        var next = OfficeHour(time.Date.AddDays(days), random);
        return next > time.AddMinutes(1) ? next : time.AddSeconds(random.Between(60, 900));
    }

    /// <summary>23:30 of each month's last day, when deadlines strike.</summary>
    public static IEnumerable<DateTime> DeadlineRuns =>
        Enumerable.Range(1, 12).Select(m => new DateTime(Year, m, DateTime.DaysInMonth(Year, m), 23, 30, 0));

    public static DateTime NextDeadlineRun(DateTime after) => DeadlineRuns.FirstOrDefault(r => r > after, DateTime.MaxValue);
}
