namespace Kerasharp.Constraints;

/// <summary>Vectors of length 1: <c>w / (|w| + 1e-7)</c>.</summary>
/// <param name="axis">
/// The axis, or the axes, of the vectors; 0 by default: a dense kernel (inputs, units) has a vector for each unit then. For a
/// convolution's kernel (height, width, inputs, filters) <c>[0, 1, 2]</c> means one for each filter.
/// </param>
/// <remarks>Keras: <c>keras.constraints.UnitNorm</c>.</remarks>
/// <example><code>new Dense(64, kernelConstraint: new UnitNorm())</code></example>
public sealed class UnitNorm(Axes? axis = null) : NormConstraint(axis)
{
    private protected override SymbolicTensor Desired(SymbolicTensor norms) => Ops.Constant(1, norms);
}
