using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// Random numbers that depend on the seed, the step, the site in the model and the element alone. In the graph of a layer they are
/// drawn in the shape of another value; once shapes are numbers, the kernel takes the numbers. The builders are named apart from those
/// of ONNX's own operators of the same names, which draw what their runtime likes: <see cref="Passes.LowerRandom"/> turns these into
/// draws of ours.
/// </summary>
internal static class RandomNumbers
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "RandomUniformLike",
            Domain = OperatorTable.KernelDomain,
            Infer = n => [new TensorType(ElementType.Float32, NoiseShape(n))],
            Constant = "it does not depend on its inputs' elements",
            Decompose = n => [Op.Draw(n.Input(0), NoiseSizes(n), n.Attributes.Int("site"), SeedOf(n))],
        },
        new Operator
        {
            Name = "RandomUniform",
            Domain = OperatorTable.KernelDomain,
            Infer = n =>
                [
                    new TensorType(
                        ElementType.Float32,
                        new Shape(Array.ConvertAll(Shapes.Elements(n, 1), e => e.ToDim()))
                    ),
                ],
            Constant = "it does not depend on its inputs' elements",
        },
    ];

    /// <summary>The seed that stands in the place of the state's; null where there is none.</summary>
    public static long? SeedOf(Node n) => n.Attributes.Has("seed") ? n.Attributes.Int("seed") : null;

    private static Shape NoiseShape(Node n)
    {
        var shape = n.Input(1).Shape;
        foreach (long axis in n.Attributes.Ints("ones", []))
            shape = shape.With((int)axis, 1);
        return shape;
    }

    /// <summary>The noise's shape as a value: numbers where they are known, else computed when the graph runs.</summary>
    private static Value NoiseSizes(Node n)
    {
        var graph = n.Graph;
        var shape = NoiseShape(n);
        if (shape.IsStatic)
            return graph.Ints(shape.ToArray());
        var sizes = Op.ShapeOf(n.Input(1));
        var ones = new bool[shape.Rank];
        foreach (long axis in n.Attributes.Ints("ones", []))
            ones[axis] = true;
        return ones.Contains(true)
            ? Op.Where(graph.Constant(ConstantTensor.Vector<bool>(ones)), graph.Scalar(1, ElementType.Int64), sizes)
            : sizes;
    }
}

public static partial class Op
{
    /// <summary>
    /// Uniform random numbers in [0, 1) in the shape of a value, with size 1 along the given axes.
    /// </summary>
    /// <param name="state">Seed and step, int64 [2].</param>
    /// <param name="like">The value whose shape is taken; its elements do not matter.</param>
    /// <param name="site">Which of the model's sources of randomness this is.</param>
    /// <param name="ones">Axes along which one number serves all.</param>
    /// <param name="seed">A seed in the place of the state's.</param>
    internal static Value DrawLike(Value state, Value like, long site, int[]? ones = null, long? seed = null)
    {
        var attributes = new Attributes { { "site", site }, { "seed", seed } };
        if (ones is { Length: > 0 })
            attributes.Add("ones", ones);
        return like.Graph.Add(OperatorTable.KernelDomain, "RandomUniformLike", [state, like], attributes).Output;
    }

    /// <summary>Uniform random numbers in [0, 1) in a shape of numbers.</summary>
    internal static Value Draw(Value state, Shape shape, long site, long? seed = null) =>
        Draw(state, state.Graph.Ints(shape.ToArray()), site, seed);

    /// <summary>Uniform random numbers in [0, 1) in a shape that is computed.</summary>
    internal static Value Draw(Value state, Value sizes, long site, long? seed) =>
        state
            .Graph.Add(
                OperatorTable.KernelDomain,
                "RandomUniform",
                [state, sizes],
                new Attributes { { "site", site }, { "seed", seed } }
            )
            .Output;
}
