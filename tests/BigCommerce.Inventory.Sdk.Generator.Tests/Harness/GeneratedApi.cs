using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;

namespace BigCommerce.Inventory.Generator.Tests.Harness;

/// <summary>
/// A compiled and loaded source with the implementations that the generator wrote for it. Each call is a C# expression over
/// <c>client</c>, <c>api</c> (the <c>IApi</c> in the source) and <c>token</c>.
/// </summary>
internal sealed class GeneratedApi : IDisposable
{
    private readonly AssemblyLoadContext _context = new("generated", isCollectible: true);
    private readonly Type _calls;
    private readonly List<string> _expressions;

    public GeneratedApi(string source, params IEnumerable<string> calls)
    {
        _expressions = [.. calls];
        var callers = string.Concat(_expressions.Select((call, i) =>
            $"    public static Task<object?> Call{i}(IApi api, HttpClient client, CancellationToken token) => Result({call});\n"));
        var compilation = Sources.Compile(
            ("Api.cs", source),
            ("Calls.cs", $$"""
                using BigCommerce.Inventory.Http;

                public static class Calls
                {
                    public static object Create(HttpClient client) => ApiFactory.Create<IApi>(client);
                {{callers}}
                    private static async Task<object?> Result<T>(Task<T> task) => await task;

                    private static async Task<object?> Result(Task task)
                    {
                        await task;
                        return null;
                    }
                }
                """));
        Assert.Empty(Sources.Generate(compilation, out var generated).Diagnostics);
        Assert.Empty(generated.GetDiagnostics().Where(d => d.Severity >= DiagnosticSeverity.Warning));

        using var image = new MemoryStream();
        Assert.True(generated.Emit(image).Success);
        image.Position = 0;
        _calls = _context.LoadFromStream(image).GetType("Calls")!;
    }

    public object Create(HttpClient client) => Invoke("Create", client)!;

    public Task<object?> CallAsync(string call, HttpClient client, CancellationToken token = default) =>
        (Task<object?>)Invoke($"Call{_expressions.IndexOf(call)}", Create(client), client, token)!;

    public void Dispose() => _context.Unload();

    private object? Invoke(string method, params object[] arguments) =>
        _calls.GetMethod(method)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null);
}
