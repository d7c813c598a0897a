using Kerasharp.Onnx.Kernels.Updates;

namespace Kerasharp.Onnx.Kernels.Gradients;

/// <summary>What is done to a gradient before its columns are summed up.</summary>
internal interface IColumnRule
{
    /// <summary>The operator's name.</summary>
    static abstract string Operator { get; }

    /// <summary>Whether an activation's output comes beside the gradient, and what becomes of the gradient is given besides.</summary>
    static abstract bool IsActivated { get; }

    /// <summary>What becomes of a gradient at an activation's output.</summary>
    static abstract T Pull<T>(T gradient, T output)
        where T : struct, IArithmetic<T>;
}
