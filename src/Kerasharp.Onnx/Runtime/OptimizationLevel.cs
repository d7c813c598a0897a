namespace Kerasharp.Onnx.Runtime;

/// <summary>How far ONNX Runtime may rewrite a graph; the numbers are ONNX Runtime's.</summary>
internal enum OptimizationLevel
{
    /// <summary>Not at all.</summary>
    None = 0,

    /// <summary>Rewrites that keep to standard operators.</summary>
    Basic = 1,

    /// <summary>Also fusions into operators of one provider.</summary>
    Extended = 2,

    /// <summary>Also layouts of one processor.</summary>
    All = 99,
}
