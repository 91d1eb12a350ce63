using System.Reflection;
using BigCommerce.Inventory.Tests;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestFramework(typeof(MutationTestFramework))]

namespace BigCommerce.Inventory.Tests;

/// <summary>
/// Selects the tests for mutation tests, because Stryker cannot pass a filter: those in the namespaces of <c>MUTATION_TESTS</c>, without
/// the slow ones.
/// </summary>
public sealed class MutationTestFramework : XunitTestFramework
{
    protected override ITestFrameworkDiscoverer CreateDiscoverer(Assembly assembly) => new Discoverer(new XunitTestAssembly(assembly));

    private sealed class Discoverer(IXunitTestAssembly assembly) : XunitTestFrameworkDiscoverer(assembly)
    {
        private static readonly string[] Namespaces =
        [
            .. (Environment.GetEnvironmentVariable("MUTATION_TESTS") ?? string.Empty)
                .Split(' ', StringSplitOptions.RemoveEmptyEntries)
                .Select(name => $"BigCommerce.Inventory.Tests.{name}"),
        ];

        protected override Type[] GetExportedTypes() =>
            [.. base.GetExportedTypes().Where(type => Namespaces.Length == 0 || Namespaces.Contains(type.Namespace))];

        protected override ValueTask<bool> FindTestsForMethod(
            IXunitTestMethod testMethod,
            ITestFrameworkDiscoveryOptions discoveryOptions,
            Func<ITestCase, ValueTask<bool>> discoveryCallback) =>
            testMethod.Traits.TryGetValue("Category", out var categories) && categories.Any(static category => category is "Slow" or "Stress")
                ? new(true)
                : base.FindTestsForMethod(testMethod, discoveryOptions, discoveryCallback);
    }
}
