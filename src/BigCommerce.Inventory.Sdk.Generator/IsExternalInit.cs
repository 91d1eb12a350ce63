namespace System.Runtime.CompilerServices;

// Lets records compile for netstandard2.0, the target that compilers load generators for.
internal static class IsExternalInit;
