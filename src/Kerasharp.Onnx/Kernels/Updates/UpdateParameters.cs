using System.Runtime.CompilerServices;

namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>The hyper-parameters of an update rule, in the order of its list of names, at most eight.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
[InlineArray(Limit)]
internal struct UpdateParameters<T>
{
    /// <summary>The highest number of parameters.</summary>
    public const int Limit = 8;

    private T _first;
}
