using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Recurrent;

/// <summary>
/// What a recurrent cell does between its products of matrices: each unit for itself. Written once; over SIMD vectors it is a kernel,
/// over a graph's values the kernel's twin.
/// </summary>
internal interface IGateRule
{
    /// <summary>The operator's name.</summary>
    static abstract string Operator { get; }

    /// <summary>How many times as wide as the units each input is: so many gates lie beside one another.</summary>
    static abstract IReadOnlyList<int> Inputs { get; }

    /// <summary>The same of each output.</summary>
    static abstract IReadOnlyList<int> Outputs { get; }

    /// <summary>Computes one unit, or some beside one another.</summary>
    static abstract void Compute<T, TUnit>(TUnit unit)
        where T : struct, IArithmetic<T>
        where TUnit : struct, IGateUnit<T>;
}
