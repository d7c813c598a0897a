namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>A kernel for each update rule.</summary>
internal sealed class UpdateKernels : IRuleVisitor
{
    private readonly List<Kernel> _kernels = [];

    /// <summary>Makes them.</summary>
    public static IReadOnlyList<Kernel> Make()
    {
        var kernels = new UpdateKernels();
        UpdateRules.Visit(kernels);
        return kernels._kernels;
    }

    /// <inheritdoc/>
    public void Visit<TRule>()
        where TRule : struct, IUpdateRule => _kernels.Add(new UpdateKernel<TRule>());
}
