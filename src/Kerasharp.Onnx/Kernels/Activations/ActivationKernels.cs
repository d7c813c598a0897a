namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>A kernel for each activation's rule.</summary>
internal sealed class ActivationKernels : IActivationVisitor
{
    private readonly List<Kernel> _kernels = [];

    /// <summary>Makes them.</summary>
    public static IReadOnlyList<Kernel> Make()
    {
        var kernels = new ActivationKernels();
        ActivationRules.Visit(kernels);
        return kernels._kernels;
    }

    /// <inheritdoc/>
    public void Visit<TRule>()
        where TRule : struct, IActivationRule => _kernels.Add(new ActivationGradientKernel<TRule>());
}
