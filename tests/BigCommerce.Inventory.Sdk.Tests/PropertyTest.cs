using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace BigCommerce.Inventory.Tests;

/// <summary>Runs a test with random arguments. When it fails, FsCheck looks for the smallest arguments that fail.</summary>
internal static class PropertyTest
{
    /// <param name="test">The test. It returns nothing, a task or a property.</param>
    /// <param name="cases">
    /// The number of runs. The arguments are always the same, unless the variable <c>PROPERTY_CASES</c> asks for a number of new ones.
    /// </param>
    /// <exception cref="Exception">The test failed. The message has its arguments.</exception>
    public static void Run(Delegate test, int cases = 200) =>
        Check.Method(Configure(cases), test.Method, test.Target is null ? null : FSharpOption<object>.Some(test.Target));

    /// <inheritdoc cref="Run(Delegate, int)"/>
    public static void Run<T>(Arbitrary<T> arguments, Action<T> test, int cases = 200) =>
        Check.One(Configure(cases), Prop.ForAll(arguments, test));

    private static Config Configure(int cases) => Environment.GetEnvironmentVariable("PROPERTY_CASES") is { Length: > 0 } newCases
        ? Config.QuickThrowOnFailure.WithMaxTest(int.Parse(newCases, CultureInfo.InvariantCulture))
        : Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(20_260_101, 1);
}
