#if !NET9_0_OR_GREATER
namespace System.Runtime.CompilerServices;

/// <summary>Compilers find it by its name; .NET has it from version 9 on.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Constructor | AttributeTargets.Property, Inherited = false)]
internal sealed class OverloadResolutionPriorityAttribute(int priority) : Attribute
{
    public int Priority => priority;
}
#endif
