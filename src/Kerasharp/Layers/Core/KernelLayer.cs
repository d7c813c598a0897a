using Kerasharp.Activations;
using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Layers;

/// <summary>A layer of a kernel, a bias and an activation, whose kernel LoRA can adapt: what <see cref="Dense"/> and <see cref="EinsumDense"/> share.</summary>
public abstract class KernelLayer : LoraLayer
{
    private protected KernelLayer(
        ActivationFunction? activation,
        Initializer? kernelInitializer,
        Initializer? biasInitializer,
        Regularizer? kernelRegularizer,
        Regularizer? biasRegularizer,
        Constraint? kernelConstraint,
        Constraint? biasConstraint,
        int? loraRank,
        double? loraAlpha,
        string? name
    )
        : base(loraRank, loraAlpha, name)
    {
        Activation = activation ?? "linear";
        KernelInitializer = kernelInitializer ?? "glorot_uniform";
        BiasInitializer = biasInitializer ?? "zeros";
        KernelRegularizer = kernelRegularizer;
        BiasRegularizer = biasRegularizer;
        KernelConstraint = kernelConstraint;
        BiasConstraint = biasConstraint;
    }

    /// <summary>The function applied to the result.</summary>
    public ActivationFunction Activation { get; }

    internal override ActivationFunction? ShownActivation => Activation;

    /// <summary>How the kernel is filled at first.</summary>
    public Initializer KernelInitializer { get; }

    /// <summary>How the bias is filled at first.</summary>
    public Initializer BiasInitializer { get; }

    /// <summary>The penalty on the kernel.</summary>
    public Regularizer? KernelRegularizer { get; }

    /// <summary>The penalty on the bias.</summary>
    public Regularizer? BiasRegularizer { get; }

    /// <summary>What the kernel must fulfil after each update.</summary>
    public Constraint? KernelConstraint { get; }

    /// <summary>What the bias must fulfil after each update.</summary>
    public Constraint? BiasConstraint { get; }

    /// <summary>The kernel; null until the layer is built. With LoRA it is the frozen one.</summary>
    public Weight? Kernel { get; private set; }

    /// <summary>The bias; null until the layer is built, and without bias.</summary>
    public Weight? Bias { get; private set; }

    private protected override Weight? AdaptedWeight => Kernel;

    /// <summary>Makes kernel, bias (if it has a shape) and, where asked for, LoRA's matrices.</summary>
    private protected void AddWeights(long[] kernel, long[]? bias, Initializer? kernelInitializer = null)
    {
        Kernel = AddWeight(
            "kernel",
            kernel,
            kernelInitializer ?? KernelInitializer,
            regularizer: KernelRegularizer,
            constraint: KernelConstraint
        );
        Bias = bias is null
            ? null
            : AddWeight("bias", bias, BiasInitializer, regularizer: BiasRegularizer, constraint: BiasConstraint);
        EnableIfAsked();
    }
}
