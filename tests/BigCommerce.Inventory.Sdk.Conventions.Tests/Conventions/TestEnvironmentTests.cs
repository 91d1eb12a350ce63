using System.Globalization;
using System.Runtime;

namespace BigCommerce.Inventory.Tests.Conventions;

/// <summary>The environments that CI asks for apply to the tests.</summary>
public class TestEnvironmentTests
{
    [Fact]
    public void Culture_AskedFor_Applies()
    {
        var name = Environment.GetEnvironmentVariable("TEST_CULTURE") ?? CultureInfo.CurrentCulture.Name;

        Assert.Equal(name, CultureInfo.CurrentCulture.Name);
        Assert.Equal(CultureInfo.GetCultureInfo(name).NumberFormat.NumberDecimalSeparator, 1.5.ToString(CultureInfo.CurrentCulture)[1..^1]);
        Assert.Equal(",", CultureInfo.GetCultureInfo("de-DE").NumberFormat.NumberDecimalSeparator);
    }

    [Fact]
    public void TimeZone_AskedFor_Applies() =>
        Assert.Equal(Environment.GetEnvironmentVariable("TEST_TIME_ZONE") ?? TimeZoneInfo.Local.Id, TimeZoneInfo.Local.Id);

    [Fact]
    public void ServerGarbageCollector_AskedFor_Applies() =>
        Assert.True(GCSettings.IsServerGC || Environment.GetEnvironmentVariable("DOTNET_gcServer") != "1");
}
