namespace Kerasharp.Onnx.Kernels.Updates;

/// <summary>Something done for each update rule by its type.</summary>
internal interface IRuleVisitor
{
    /// <summary>Does it for one rule.</summary>
    void Visit<TRule>()
        where TRule : struct, IUpdateRule;
}
