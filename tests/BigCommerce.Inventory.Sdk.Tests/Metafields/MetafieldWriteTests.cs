using BigCommerce.Inventory.Http;
using BigCommerce.Inventory.Tests.Support;

namespace BigCommerce.Inventory.Tests.Metafields;

/// <summary>Requests that are rejected before anything is sent, with their messages.</summary>
public class MetafieldWriteTests
{
    internal static readonly MetafieldCreateEntry Hours = new()
    {
        ResourceId = 2,
        PermissionSet = PermissionSet.AppOnly,
        Namespace = "app",
        Key = "hours",
        Value = "9-5",
    };

    [Fact]
    public void Text_TooShortOrTooLong_IsRefused()
    {
        AssertRefused("Key must have 1 to 64 characters, not 0.", () => Hours with { Key = "" });
        AssertRefused("Key must have 1 to 64 characters, not 65.", () => Hours with { Key = new('k', 65) });
        AssertRefused("Namespace must have 1 to 64 characters, not 0.", () => Hours with { Namespace = "" });
        AssertRefused("Namespace must have 1 to 64 characters, not 65.", () => Hours with { Namespace = new('n', 65) });
        AssertRefused("Value must have 1 to 65535 characters, not 0.", () => Hours with { Value = "" });
        AssertRefused("Value must have 1 to 65535 characters, not 65536.", () => Hours with { Value = new('v', 65_536) });
        AssertRefused("Description must have 0 to 255 characters, not 256.", () => Hours with { Description = new('d', 256) });
        AssertRefused("Value cannot be null.", () => Hours with { Key = null! });
        AssertRefused("Key must have 1 to 64 characters, not 0.", () => new MetafieldUpdate { Key = "" });
        AssertRefused("Namespace must have 1 to 64 characters, not 65.", () => new MetafieldUpdate { Namespace = new string('n', 65) });
        AssertRefused("Value must have 1 to 65535 characters, not 0.", () => new MetafieldUpdate { Value = "" });
        AssertRefused(
            "Description must have 0 to 255 characters, not 256.",
            () => new MetafieldUpdate { Description = new string('d', 256) });
        AssertRefused("Value cannot be null.", () => new MetafieldUpdate { Value = null! });
    }

    [Fact]
    public void Text_AtTheLimits_IsAccepted()
    {
        Assert.Equal(64, (Hours with { Key = new('k', 64) }).Key.Length);
        Assert.Equal(65_535, (Hours with { Value = new('v', 65_535) }).Value.Length);
        Assert.Equal("", (Hours with { Description = "" }).Description);
        Assert.Equal("", new MetafieldUpdate { Description = "" }.Description.Value);

        // 64 characters of two UTF-16 units each.
        var keys = string.Concat(Enumerable.Repeat("🔑", 64));
        Assert.Equal(keys, (Hours with { Key = keys }).Key);
        AssertRefused("Key must have 1 to 64 characters, not 65.", () => Hours with { Key = keys + "k" });
    }

    [Fact]
    public void PermissionSet_Unset_IsRefused()
    {
        const string Message = "PermissionSet is unset. Use one such as PermissionSet.AppOnly.";
        AssertRefused(Message, () => Hours with { PermissionSet = default });
        AssertRefused(Message, () => new MetafieldUpdate { PermissionSet = default(PermissionSet) });
    }

    [Fact]
    public void Id_BelowOne_IsRefused()
    {
        Assert.Equal("ResourceId", Assert.Throws<ArgumentOutOfRangeException>(() => Hours with { ResourceId = 0 }).ParamName);
        Assert.Equal("Id", Assert.Throws<ArgumentOutOfRangeException>(() => new MetafieldUpdateEntry { Id = 0 }).ParamName);
        AssertRefused("Entry 1 cannot be sent. Ids are 1 or more, not 0.", () => RequestChecks.CheckedList<long>([42, 0]));
    }

    [Fact]
    public void Request_TwoEntriesAboutOneMetafield_IsRefused()
    {
        AssertRefused(
            "Entries 0 and 1 are both about the key 'hours' in the namespace 'app' at location 2. Keep one of them.",
            () => RequestChecks.CheckedList<MetafieldCreateEntry>([Hours, Hours with { Value = "x" }]));
        AssertRefused(
            "Entries 0 and 2 are both about metafield 42. Keep one of them.",
            () => RequestChecks.CheckedList<MetafieldUpdateEntry>(
                [new() { Id = 42, Value = "1" }, new() { Id = 43, Value = "1" }, new() { Id = 42, Key = "k" }]));
        AssertRefused("Entries 0 and 1 are both about id 42. Keep one of them.", () => RequestChecks.CheckedList<long>([42, 42]));
        Assert.Equal(3, RequestChecks.CheckedList([Hours, Hours with { ResourceId = 3 }, Hours with { Namespace = "APP" }]).Length);
    }

    [Fact]
    public void BatchUpdate_ChangesNothing_IsRefused() => AssertRefused(
        "Entry 0 cannot be sent. The update changes nothing. Set at least one of PermissionSet, Namespace, Key, Value and Description.",
        () => RequestChecks.CheckedList<MetafieldUpdateEntry>([new() { Id = 42 }]));

    [Fact]
    public async Task UpdateAsync_ChangesNothing_IsRefusedBeforeSending()
    {
        var stub = new StubHandler();
        using var client = stub.Client();

        var exception = await Assert.ThrowsAsync<ArgumentException>(() => client.Metafields.UpdateAsync(2, 42, new MetafieldUpdate()));

        Assert.StartsWith(
            "The update changes nothing. Set at least one of PermissionSet, Namespace, Key, Value and Description.",
            exception.Message,
            StringComparison.Ordinal);
        Assert.Empty(stub.Sent);
    }

    [Fact]
    public void Filter_InvalidCombination_IsRefused()
    {
        AssertRefused(
            "Set either Before or After, not both: the API reads in one direction at a time.",
            () => new MetafieldFilter { Before = "a", After = "b" });
        AssertRefused(
            "'a,b' contains a comma, and the API's list filters cannot escape one. Filter by it alone, with Key or Namespace.",
            () => new MetafieldFilter { Keys = ["a,b"] });
        AssertRefused(
            "'a,b' contains a comma, and the API's list filters cannot escape one. Filter by it alone, with Key or Namespace.",
            () => new MetafieldFilter { Namespaces = ["x", "a,b"] });
        AssertRefused("A page of metafields holds 1 to 250 entries.", () => new MetafieldFilter { Limit = 251 });
        AssertRefused("Pages are counted from 1.", () => new MetafieldFilter { Page = 0 });
        AssertRefused("An empty list would read everything.", () => new MetafieldFilter { Keys = [] });
        Assert.Equal("a,b", new MetafieldFilter { Key = "a,b" }.Key);
    }

    private static void AssertRefused(string message, Func<object> build) =>
        Assert.StartsWith(message, Assert.ThrowsAny<ArgumentException>(build).Message, StringComparison.Ordinal);
}
