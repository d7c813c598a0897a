using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// Random numbers that depend on the seed, the step, the site in the model and the element alone. In the graph of a layer they are
/// drawn in the shape of another value; once shapes are numbers, the kernel takes the numbers.
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
            Decompose = n => [Op.RandomUniform(n.Input(0), NoiseShape(n), n.Attributes.Int("site"))],
        },
        new Operator
        {
            Name = "RandomUniform",
            Domain = OperatorTable.KernelDomain,
            Infer = n => [new TensorType(ElementType.Float32, Shape.Of(Shapes.Constants(n, 1)))],
            Constant = "it does not depend on its inputs' elements",
        },
    ];

    private static Shape NoiseShape(Node n)
    {
        var shape = n.Input(1).Shape;
        foreach (long axis in n.Attributes.Ints("ones", []))
            shape = shape.With((int)axis, 1);
        return shape;
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
    internal static Value RandomUniformLike(Value state, Value like, long site, params int[] ones)
    {
        var attributes = new Attributes { { "site", site } };
        if (ones.Length > 0)
            attributes.Add("ones", ones);
        return like.Graph.Add(OperatorTable.KernelDomain, "RandomUniformLike", [state, like], attributes).Output;
    }

    /// <summary>Uniform random numbers in [0, 1) in a shape of numbers.</summary>
    internal static Value RandomUniform(Value state, Shape shape, long site) =>
        state
            .Graph.Add(
                OperatorTable.KernelDomain,
                "RandomUniform",
                [state, state.Graph.Ints(shape.ToArray())],
                new Attributes { { "site", site } }
            )
            .Output;
}
