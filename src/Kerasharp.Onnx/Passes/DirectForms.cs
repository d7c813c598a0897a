using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>Gives convolutions to our kernels where they serve, once everything else about a step is decided.</summary>
internal static class DirectForms
{
    public static void Run(Graph graph)
    {
        Rewriter.EachBody(graph, Run);
        Rewriter.Run(graph, node => Direct(node) is { } value ? [value] : null);
    }

    private static Value? Direct(Node n)
    {
        if (n.Domain.Length > 0 || n.Op != "Conv" || n.Input(1).IsConstant)
            return null;
        var window = WindowAttributes.OfConvolution(n);
        if (PlaceProducts.Fits(n, window))
            return PlaceProducts.Of(n);
        return window.HasPads && DirectConvolutions.HasForward(n, window)
            ? DirectConvolutions.Forward(n, window)
            : null;
    }
}
