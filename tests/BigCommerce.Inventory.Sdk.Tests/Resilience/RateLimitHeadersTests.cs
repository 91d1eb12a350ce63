using System.Globalization;
using BigCommerce.Inventory.Resilience;
using BigCommerce.Inventory.Testing;
using FsCheck;

namespace BigCommerce.Inventory.Tests.Resilience;

public class RateLimitHeadersTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);

    [Theory]
    [InlineData("de-DE")]
    [InlineData("tr-TR")]
    [InlineData("ar-SA")]
    [InlineData("")]
    public void Read_EveryCulture_ReadsAllHeaders(string culture)
    {
        CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);

        var headers = Read(
            ("x-rate-limit-requests-quota", "150"),
            ("X-RATE-LIMIT-REQUESTS-LEFT", " 35 "),
            ("X-Rate-Limit-Time-Window-Ms", "30000"),
            ("X-Rate-Limit-Time-Reset-Ms", "15500"),
            ("X-Retry-After", "1.5"));

        Assert.Equal(
            new RateLimitHeaders(150, 35, TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(15.5), TimeSpan.FromSeconds(1.5)),
            headers);
        Assert.Equal(
            new RateLimitStatus
            {
                Limit = 150,
                Remaining = 35,
                ResetsAt = Now + TimeSpan.FromSeconds(15.5),
                Window = TimeSpan.FromSeconds(30),
            },
            headers.ToStatus(Now));
    }

    [Theory]
    [InlineData("120", 120)]
    [InlineData("0", 0)]
    [InlineData("2.5", 2.5)]
    [InlineData("Thu, 01 Jan 2026 12:01:30 GMT", 90)]
    [InlineData("Thu, 01 Jan 2026 11:00:00 GMT", 0)]
    [InlineData("Thu, 01 Jan 2026 13:00:00 +0100", 0)]
    public void RetryAfter_SecondsOrDate_IsRead(string value, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(("Retry-After", value)).RetryAfter);

    [Theory]
    [InlineData("Thu, 01 Jan 2026 11:00:00 GMT", "Thu, 01 Jan 2026 11:00:05 GMT", 5)]
    [InlineData("Thu, 01 Jan 2026 14:00:00 GMT", "Thu, 01 Jan 2026 14:00:05 GMT", 5)]
    [InlineData("at noon", "Thu, 01 Jan 2026 12:00:05 GMT", 5)]
    [InlineData("Mon, 01 Jan 0001 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", 366 * 24 * 60 * 60)]
    public void RetryAfter_Date_IsRelativeToTheServersClock(string date, string retryAfter, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Read(("Date", date), ("Retry-After", retryAfter)).RetryAfter);

    [Fact]
    public void RetryAfter_BothHeaders_TakesTheLonger() =>
        Assert.Equal(TimeSpan.FromSeconds(9), Read(("Retry-After", "9"), ("X-Retry-After", "4")).RetryAfter);

    [Theory]
    [InlineData("")]
    [InlineData("-1")]
    [InlineData("1,5")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("0x10")]
    [InlineData("soon")]
    [InlineData("7, 8")]
    [InlineData("٣٠")]
    [InlineData("１５０")]
    [InlineData("1e3")]
    [InlineData("+5")]
    [InlineData("99999999999999999999")]
    public void Headers_InvalidNumber_AreIgnored(string value)
    {
        var headers = Read(("X-Rate-Limit-Requests-Left", value), ("X-Rate-Limit-Time-Reset-Ms", value));

        Assert.Equal(default, headers);
        Assert.Null(headers.ToStatus(Now));
    }

    [Theory]
    [InlineData("99999999999")]
    [InlineData("79228162514264337593543950335")]
    public void RetryAfter_Huge_IsCapped(string value) => Assert.Equal(Longest, Read(("Retry-After", value)).RetryAfter);

    [Fact]
    public void TimeReset_Huge_IsCapped() =>
        Assert.Equal(Longest, Read(("X-Rate-Limit-Time-Reset-Ms", "9223372036854775807")).Reset);

    [Fact]
    public void Headers_SentTwice_TakeTheFirst() =>
        Assert.Equal(7, Read(("X-Rate-Limit-Requests-Left", "7"), ("X-Rate-Limit-Requests-Left", "8")).Remaining);

    [Fact]
    public void Headers_AnyText_AreReadOrIgnored() => PropertyTest.Run(
        (string[] values) =>
        {
            string[] names =
            [
                "X-Rate-Limit-Requests-Quota", "X-Rate-Limit-Time-Window-Ms", "X-Rate-Limit-Time-Reset-Ms", "Retry-After", "X-Retry-After", "Date",
            ];

            var headers = Read([.. values.Select((value, i) => (names[i % names.Length], value))]);

            Assert.InRange(headers.Limit ?? 0, 0, long.MaxValue);
            Assert.All(
                [headers.Window, headers.Reset, headers.RetryAfter],
                time => Assert.InRange(time ?? TimeSpan.Zero, TimeSpan.Zero, Longest));
        },
        cases: 1_000);

    [Fact]
    public void Headers_WholeNumbers_AreReadInAnyCulture() => PropertyTest.Run(
        (DoNotSize<uint> quota, DoNotSize<uint> left, DoNotSize<uint> reset, byte spaces) =>
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(spaces % 2 == 0 ? "ar-SA" : "tr-TR");
            string Text(DoNotSize<uint> number) =>
                new string(' ', spaces % 3) + number.Item.ToString(CultureInfo.InvariantCulture) + new string(' ', spaces % 5);

            var headers = Read(
                ("X-Rate-Limit-Requests-Quota", Text(quota)),
                ("X-Rate-Limit-Requests-Left", Text(left)),
                ("X-Rate-Limit-Time-Reset-Ms", Text(reset)));

            Assert.Equal((quota.Item, left.Item), (headers.Limit, headers.Remaining));
            Assert.Equal(TimeSpan.FromMilliseconds(reset.Item), headers.Reset);
        });

    [Fact]
    public void RetryAfter_AnyDate_IsTheTimeUntilIt() => PropertyTest.Run(
        (DoNotSize<int> seconds) =>
        {
            var wait = TimeSpan.FromSeconds(seconds.Item);

            var headers = Read(("Retry-After", (Now + wait).ToString("R", CultureInfo.InvariantCulture)));

            Assert.Equal(wait < TimeSpan.Zero ? TimeSpan.Zero : wait > Longest ? Longest : wait, headers.RetryAfter);
        });

    private static RateLimitHeaders Read(params (string Name, string Value)[] headers)
    {
        using var response = new HttpResponseMessage();
        foreach (var (name, value) in headers)
        {
            response.Headers.TryAddWithoutValidation(name, value);
        }

        return RateLimitHeaders.Read(response.Headers, new ManualTimeProvider(Now));
    }
}
