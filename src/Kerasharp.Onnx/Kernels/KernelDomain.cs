using Kerasharp.Onnx.Kernels.Convolutions;
using Kerasharp.Onnx.Kernels.Gradients;
using Kerasharp.Onnx.Kernels.Normalizations;
using Kerasharp.Onnx.Kernels.Products;
using Kerasharp.Onnx.Kernels.Randomness;
using Kerasharp.Onnx.Kernels.Recurrent;
using Kerasharp.Onnx.Kernels.Updates;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Onnx.Kernels;

/// <summary>Kernels under one domain name, made once and known to every session that asks; they live as long as the process.</summary>
internal sealed unsafe class KernelDomain
{
    private readonly Lazy<nint> _native;
    private readonly HashSet<string> _operators;

    /// <summary>A domain of these kernels.</summary>
    public KernelDomain(string name, params ReadOnlySpan<Kernel> kernels)
    {
        Name = name;
        Kernel[] all = kernels.ToArray();
        _operators = [.. all.Select(kernel => kernel.Operator)];
        _native = new Lazy<nint>(() => Create(name, all));
    }

    /// <summary>The kernels that every CPU session has.</summary>
    public static KernelDomain Kerasharp { get; } =
        new(
            "kerasharp",
            [
                .. UpdateKernels.Make(),
                new RandomUniformKernel(),
                new ReluGradientKernel(),
                new ProductKernel(),
                new ColumnSumsKernel<PlainColumns>(),
                new ColumnSumsKernel<ReluColumns>(),
                new MaxPoolGradientKernel(),
                new AfterKernel(),
                new SumOfSquaresKernel(),
                new GateKernel<LstmGates>(),
                new GateKernel<LstmGatesGradient>(),
                new GateKernel<GruGates>(),
                new GateKernel<GruGatesGradient>(),
                new SequenceKernel<LstmCell>(),
                new SequenceGradientKernel<LstmCell>(),
                new SequenceKernel<GruCell>(),
                new SequenceGradientKernel<GruCell>(),
                new RandomDropKernel(),
                new SoftmaxGradientKernel(),
                new LayerNormalizationGradientKernel(),
                new GeluGradientKernel(),
                new GatherGradientKernel(),
                new ConvolutionKernel(),
                new ConvolutionInputGradientKernel(),
                new ConvolutionWeightGradientKernel(),
                new BatchNormalizationKernel(),
                new BatchNormalizationGradientKernel(),
            ]
        );

    /// <summary>The domain's name in a graph.</summary>
    public string Name { get; }

    /// <summary>The operators that there are kernels for.</summary>
    public IReadOnlyCollection<string> Operators => _operators;

    /// <summary>Whether there is a kernel for an operator.</summary>
    public bool Has(string op) => _operators.Contains(op);

    /// <summary>Makes the kernels known to a session that is being made.</summary>
    internal void AddTo(nint sessionOptions) => OrtApi.Call(OrtSlot.AddCustomOpDomain, sessionOptions, _native.Value);

    private static nint Create(string name, Kernel[] kernels)
    {
        nint domain;
        fixed (byte* text = OrtApi.Utf8(name))
            domain = OrtApi.Get(OrtSlot.CreateCustomOpDomain, (nint)text);
        foreach (Kernel kernel in kernels)
            OrtApi.Call(OrtSlot.CustomOpDomainAdd, domain, (nint)KernelCallbacks.Describe(kernel));
        return domain;
    }
}
