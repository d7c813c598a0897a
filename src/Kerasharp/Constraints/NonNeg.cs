namespace Kerasharp.Constraints;

/// <summary>Weights of 0 or more: <c>max(w, 0)</c>.</summary>
/// <remarks>Keras: <c>keras.constraints.NonNeg</c>.</remarks>
/// <example><code>new Dense(64, kernelConstraint: "non_neg")</code></example>
public sealed class NonNeg : Constraint
{
    /// <inheritdoc/>
    public override SymbolicTensor Call(SymbolicTensor weight) => Ops.Maximum(weight, 0);
}
