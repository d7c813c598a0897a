using System.Runtime.CompilerServices;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Tests;

/// <summary>Has every graph checked after every pass, in every test.</summary>
internal static class TypeChecks
{
    // The analyzer means libraries, whose users would not expect it; this is a test program.
#pragma warning disable CA2255
    [ModuleInitializer]
#pragma warning restore CA2255
    public static void SwitchOn() => TypeCheck.Enabled = true;
}
