namespace Kerasharp.Onnx.Tests.Graphs;

/// <summary>How a test of ONNX's ends here; each ends in exactly one way.</summary>
internal enum NodeTestClass
{
    /// <summary>Read, written in every opset that has its forms, rewritten by the passes, and it gives its outputs each time.</summary>
    Passed,

    /// <summary>It has values of a type that graphs do not hold.</summary>
    OtherType,

    /// <summary>It has an operator that is not known.</summary>
    UnknownOperator,

    /// <summary>ONNX Runtime's CPU does not run it, neither as it is nor as it is written.</summary>
    NoKernel,

    /// <summary>ONNX Runtime itself gives other outputs than the test holds, and the same as for what is written.</summary>
    RuntimeDiffers,

    /// <summary>It is refused with a message.</summary>
    Refused,

    /// <summary>Other outputs came, or an exception that should not.</summary>
    Failed,
}

/// <summary>How a test of ONNX's ended.</summary>
/// <param name="Class">In which way.</param>
/// <param name="Detail">The operators, types or messages to blame.</param>
/// <param name="Lacking">The opsets that lack its forms, or a kernel for them, though others have both.</param>
internal sealed record NodeTestOutcome(NodeTestClass Class, string Detail = "", params IReadOnlyList<string> Lacking);
