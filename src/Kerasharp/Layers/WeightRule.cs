using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>What a layer was told of one of its weights.</summary>
/// <param name="Initializer">How it is filled at first.</param>
/// <param name="Regularizer">The penalty on it, or none.</param>
/// <param name="Constraint">What it must fulfil after each update, or nothing.</param>
internal sealed record WeightRule(Initializer Initializer, Regularizer? Regularizer, Constraint? Constraint)
{
    /// <summary>The rule of a kernel; <c>glorot_uniform</c> unless told otherwise.</summary>
    public static WeightRule Kernel(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) =>
        new(initializer ?? "glorot_uniform", regularizer, constraint);

    /// <summary>The rule of a bias; <c>zeros</c> unless told otherwise.</summary>
    public static WeightRule Bias(Initializer? initializer, Regularizer? regularizer, Constraint? constraint) =>
        new(initializer ?? "zeros", regularizer, constraint);
}
