namespace Kerasharp.Onnx.Kernels;

/// <summary>A kernel that serves some nodes of an operator in the place of the operator's own, which chooses it by their attributes.</summary>
/// <param name="whole">The operator's own.</param>
internal abstract class NodeKernel(Kernel whole) : Kernel
{
    /// <inheritdoc/>
    public sealed override string Operator => whole.Operator;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<KernelPort> Inputs => whole.Inputs;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<KernelPort> Outputs => whole.Outputs;
}
