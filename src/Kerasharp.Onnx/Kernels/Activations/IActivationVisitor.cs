namespace Kerasharp.Onnx.Kernels.Activations;

/// <summary>Something done for each activation's rule by its type.</summary>
internal interface IActivationVisitor
{
    /// <summary>Does it for one rule.</summary>
    void Visit<TRule>()
        where TRule : struct, IActivationRule;
}
