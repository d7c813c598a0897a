using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>
/// How an activation function hands a gradient on, number by number. Written once; over SIMD vectors it is a kernel, over a graph's values the
/// kernel's twin. Rules are structs without fields, so that each kernel is compiled for its rule.
/// </summary>
internal interface IActivationRule
{
    /// <summary>The name of the kernel's operator in a graph.</summary>
    static abstract string Operator { get; }

    /// <summary>The names of the operator's attributes, which are numbers.</summary>
    static abstract IReadOnlyList<string> Parameters { get; }

    /// <summary>The input's gradient.</summary>
    /// <param name="gradient">The output's gradient.</param>
    /// <param name="at">The activation's output where the slope can be told from it, else its input.</param>
    /// <param name="parameters">The attributes' values.</param>
    static abstract T Pull<T>(T gradient, T at, in UpdateParameters<T> parameters)
        where T : struct, IArithmetic<T>;
}
