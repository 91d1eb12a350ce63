using BigCommerce.Inventory.Generator.Model;
using Microsoft.CodeAnalysis;

namespace BigCommerce.Inventory.Generator;

/// <summary>Collects what keeps one interface from being implemented.</summary>
internal sealed class DiagnosticSink
{
    private readonly List<DiagnosticInfo> _diagnostics = [];
    private bool _compilerReports;

    /// <summary>Whether the interface cannot be implemented.</summary>
    public bool HasErrors => _compilerReports || _diagnostics.Count > 0;

    public void Report(DiagnosticDescriptor descriptor, ISymbol symbol, params string[] arguments) =>
        Report(descriptor, symbol.Locations[0], arguments);

    public void Report(DiagnosticDescriptor descriptor, Location location, params string[] arguments) =>
        _diagnostics.Add(DiagnosticInfo.Create(descriptor, location, arguments));

    /// <summary>Notes an error that the compiler reports itself, such as an unknown type: a second message would only hide it.</summary>
    public void LeaveToCompiler() => _compilerReports = true;

    public EquatableArray<DiagnosticInfo> ToEquatable() => new(_diagnostics);
}
