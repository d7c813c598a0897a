using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Our kernel's product of matrices that both change from step to step, with a bias and a Relu. Its twin is ONNX's Gemm.</summary>
internal static class DirectProducts
{
    // With fewer rows the time goes into laying out the second matrix, with fewer columns little is left to do; with fewer summands it goes
    // into writing the target, where ONNX Runtime is faster (4096 squared by 32: mlp-wide's step took 90 ms instead of 73).
    private const long FewestRows = 64;
    private const long FewestColumns = 64;
    private const long FewestSummands = 64;

    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Product",
            Domain = OperatorTable.KernelDomain,
            Infer = Infer,
            Gradient = (n, dys) => ReverseSweep.Through(n, Plain, dys),
            Decompose = Plain,
        },
    ];

    /// <summary>Whether a node is one of these.</summary>
    public static bool Has(Node n) => n is { Op: "Product", Domain: OperatorTable.KernelDomain };

    /// <summary>Whether our kernel can serve for a Gemm, and is faster where vectors are wide.</summary>
    public static bool Fits(Node n) =>
        n is { Op: "Gemm", Domain.Length: 0 }
        && n.Output is { ElementType: ElementType.Float32, Shape: { IsStatic: true } shape }
        && n.Inputs.Take(2).All(v => v is { IsConstant: false, Shape.IsStatic: true })
        && shape[0].Value >= FewestRows
        && shape[1].Value >= FewestColumns
        && n.Input(0).Shape[n.Attributes.Int("transA") != 0 ? 0 : 1].Value >= FewestSummands
        && n.Attributes.Float("alpha", 1) == 1
        && (
            n.Optional(2) is not { } bias
            || (n.Attributes.Float("beta", 1) == 1 && bias.Rank == 1 && bias.Shape[0] == shape[1])
        );

    /// <summary>The node of our kernel for a Gemm, or for the Relu of one.</summary>
    public static Value Of(Node gemm, bool relu)
    {
        var attributes = new Attributes
        {
            { "transA", gemm.Attributes.Int("transA") },
            { "transB", gemm.Attributes.Int("transB") },
            { "relu", relu ? 1 : 0 },
        };
        return gemm.Graph.Add(OperatorTable.KernelDomain, "Product", [.. gemm.Inputs], attributes).Output;
    }

    private static TensorType[] Infer(Node n)
    {
        var (a, b) = (n.Input(0), n.Input(1));
        ElementKind.Float.Demand(n, a);
        Define.SameElements(n, a, b);
        Shapes.Rank(n, a, 2, "a first factor");
        Shapes.Rank(n, b, 2, "a second factor");
        return
        [
            a.Type with
            {
                Shape = new Shape(
                    a.Shape[n.Attributes.Int("transA") != 0 ? 1 : 0],
                    b.Shape[n.Attributes.Int("transB") != 0 ? 0 : 1]
                ),
            },
        ];
    }

    private static Value[] Plain(Node n)
    {
        var product = Op.Gemm(
            n.Input(0),
            n.Input(1),
            transA: n.Attributes.Int("transA") != 0,
            transB: n.Attributes.Int("transB") != 0,
            c: n.Optional(2)
        );
        return [n.Attributes.Int("relu") != 0 ? Op.Relu(product) : product];
    }
}
