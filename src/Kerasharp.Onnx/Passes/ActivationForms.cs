using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Kernels.Activations;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Makes one node of the gradients of activations that are written with several operators: x sigmoid(x), and a Relu with a maximum, which by
/// then is a Clip. Where kernels are, after differentiation.
/// </summary>
internal static class ActivationForms
{
    public static void Run(Graph graph)
    {
        Rewriter.EachBody(graph, Run);
        var clips = new Dictionary<Value, Value>(ReferenceEqualityComparer.Instance);
        foreach (var node in graph.Sort())
            if (node is { Domain: "", Op: "Clip" })
                clips[node.Input(0)] = node.Output;
        Rewriter.Run(graph, node => (Silu(node) ?? Cap(node, clips)) is { } value ? [value] : null);
    }

    /// <summary>dy s + SigmoidGradient(dy x, s), with s the sigmoid of x.</summary>
    private static Value? Silu(Node n)
    {
        if (n is not { Domain: "", Op: "Add" })
            return null;
        for (int i = 0; i < 2; i++)
        {
            if (
                n.Input(i).ProducedBy("Mul") is not { } direct
                || n.Input(1 - i).Producer is not { Op: "SigmoidGradient", Domain: OperatorTable.KernelDomain } slope
                || slope.Input(0).ProducedBy("Mul") is not { } product
                || slope.Input(1).ProducedBy("Sigmoid") is not { } sigmoid
                || Other(direct, sigmoid.Output) is not { } dy
                || Other(product, sigmoid.Input(0)) != dy
                || !ActivationGradients.Fits(dy, sigmoid.Input(0))
            )
                continue;
            return ActivationGradients.Node<SiluRule>(dy, sigmoid.Input(0));
        }
        return null;
    }

    /// <summary>ReluGradient(0 where x is not below the maximum, else dy; Relu(x)).</summary>
    private static Value? Cap(Node n, Dictionary<Value, Value> clips)
    {
        if (
            n is not { Op: "ReluGradient", Domain: OperatorTable.KernelDomain }
            || n.Input(1).ProducedBy("Relu") is not { } relu
            || n.Input(0).ProducedBy("Where") is not { } below
            || below.Input(1).Constant is not { Count: 1 } zero
            || !zero.IsAll(0)
            || below.Input(0).ProducedBy("GreaterOrEqual") is not { } reached
            || reached.Input(0) != relu.Input(0)
            || reached.Input(1).Constant is not { Count: 1 } most
            || !(most.ToDoubles()[0] > 0)
            || !ActivationGradients.Fits(below.Input(2), n.Input(1))
        )
            return null;
        float height = (float)most.ToDoubles()[0];
        // What comes out of the Clip is kept for the next layer anyway.
        var at =
            clips.GetValueOrDefault(relu.Input(0)) is { Producer: { } clip } capped
            && clip.Optional(1)?.Constant?.IsAll(0) == true
            && clip.Optional(2)?.Constant?.IsAll(height) == true
                ? capped
                : relu.Input(0);
        return ActivationGradients.Node<RampRule>(below.Input(2), at, height, 1);
    }

    /// <summary>The other factor of a product; null where the value is none of its factors.</summary>
    private static Value? Other(Node product, Value factor) =>
        product.Input(0) == factor ? product.Input(1)
        : product.Input(1) == factor ? product.Input(0)
        : null;
}
