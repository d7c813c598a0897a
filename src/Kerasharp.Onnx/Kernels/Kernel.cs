namespace Kerasharp.Onnx.Kernels;

/// <summary>
/// An operator of ours, computed in C# on the CPU: what it takes, what it gives, and how. ONNX Runtime calls it like one
/// of its own, from any thread and from several at once, so it keeps no state that changes and takes no lock.
/// </summary>
internal abstract class Kernel
{
    /// <summary>The operator's name in a graph.</summary>
    public abstract string Operator { get; }

    /// <summary>The inputs in order; only the last may be variadic.</summary>
    public abstract IReadOnlyList<KernelPort> Inputs { get; }

    /// <summary>The outputs in order.</summary>
    public abstract IReadOnlyList<KernelPort> Outputs { get; }

    /// <summary>The kernel for one node of a graph; a kernel with attributes gives a copy that has read them.</summary>
    public virtual Kernel ForNode(KernelAttributes attributes) => this;

    /// <summary>Computes the outputs. What it throws reaches the caller of the session's run.</summary>
    public abstract void Compute(in KernelContext context);
}
