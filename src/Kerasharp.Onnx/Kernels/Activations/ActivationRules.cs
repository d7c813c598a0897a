namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>The rules of all activations whose gradients are kernels.</summary>
internal static class ActivationRules
{
    /// <summary>Visits every rule.</summary>
    public static void Visit(IActivationVisitor visitor)
    {
        visitor.Visit<ReluRule>();
        visitor.Visit<LeakyReluRule>();
        visitor.Visit<EluRule>();
        visitor.Visit<SeluRule>();
        visitor.Visit<RampRule>();
        visitor.Visit<ClipRule>();
        visitor.Visit<TanhRule>();
        visitor.Visit<SigmoidRule>();
        visitor.Visit<SoftplusRule>();
        visitor.Visit<SoftsignRule>();
        visitor.Visit<SiluRule>();
        visitor.Visit<HardSwishRule>();
        visitor.Visit<MishRule>();
        visitor.Visit<GeluRule>();
        visitor.Visit<TanhGeluRule>();
    }
}
