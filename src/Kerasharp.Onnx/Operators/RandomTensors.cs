using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// ONNX's random operators. What they give is their runtime's affair: other numbers in each run, and, without a seed, in each session.
/// A step that trains draws ours in their place (<see cref="Passes.LowerRandom"/>).
/// </summary>
internal static class RandomTensors
{
    private const string Independent = "it does not depend on its inputs' elements";

    public static Operator[] Operators { get; } =
    [
        Of("RandomNormal", n => [new TensorType(FloatType(n, ElementType.Float32), GivenShape(n))], Independent),
        Of("RandomUniform", n => [new TensorType(FloatType(n, ElementType.Float32), GivenShape(n))], Independent),
        Of("RandomNormalLike", InferLike, Independent),
        Of("RandomUniformLike", InferLike, Independent),
        new Operator
        {
            Name = "Bernoulli",
            Infer = InferBernoulli,
            Constant = "its output is constant but for jumps",
            Pure = false,
            // ONNX's own composition of it, which runtimes take, gives 1 with the chance of 0.
            Lacks = (_, _) => true,
            Decompose = DecomposeBernoulli,
        },
        Of("Multinomial", InferMultinomial, "what is drawn changes only in jumps"),
    ];

    private static Operator Of(string name, InferRule infer, string constant) =>
        new()
        {
            Name = name,
            Infer = infer,
            Constant = constant,
            Pure = false,
        };

    private static TensorType[] InferLike(Node n) => [n.Input(0).Type with { ElementType = FloatType(n, null) }];

    private static TensorType[] InferBernoulli(Node n)
    {
        var p = n.Input(0);
        if (!p.ElementType.IsFloat())
            throw new GraphException(
                $"{n} got probabilities of {p.Type}; floating-point numbers were expected. Cast them."
            );
        return [p.Type with { ElementType = TypeOf(n, p.ElementType) }];
    }

    private static Value[] DecomposeBernoulli(Node n)
    {
        var p = n.Input(0);
        // Runtimes draw no narrower types.
        p = Op.Cast(p, p.ElementType == ElementType.Float64 ? ElementType.Float64 : ElementType.Float32);
        double? seed = n.Attributes.Has("seed") ? n.Attributes.Float("seed") : null;
        return [Op.Cast(Op.Less(Op.RandomUniformLike(p, seed: seed), p), n.Output.ElementType)];
    }

    private static TensorType[] InferMultinomial(Node n)
    {
        var x = n.Input(0);
        Shapes.Rank(n, x, 2, "logarithms of probabilities");
        long samples = n.Attributes.Int("sample_size", 1);
        var type = TypeOf(n, ElementType.Int32);
        if (!x.ElementType.IsFloat() || samples < 1 || type is not (ElementType.Int32 or ElementType.Int64))
            throw new GraphException(
                $"{n} got {x.Type} to draw {samples} classes from as {type}; floating-point logarithms, a number of draws from 1 on "
                    + "and Int32 or Int64 were expected. Change what does not fit."
            );
        return [new TensorType(type, new Shape(x.Shape[0], samples))];
    }

    private static Shape GivenShape(Node n)
    {
        if (n.Attributes.Ints("shape") is not { } dims || Array.Exists(dims, d => d < 0))
            throw new GraphException(
                $"{n} lacks the attribute 'shape', or has a negative size in it; sizes from 0 on were expected. Give the shape to draw."
            );
        return Shape.Of(dims);
    }

    private static ElementType FloatType(Node n, ElementType? @default)
    {
        var type = TypeOf(n, @default ?? n.Input(0).ElementType);
        return type.IsFloat()
            ? type
            : throw new GraphException(
                $"{n} is to draw elements of {type}; a floating-point type was expected. Give one as 'dtype'."
            );
    }

    private static ElementType TypeOf(Node n, ElementType @default)
    {
        var type = (ElementType)n.Attributes.Int("dtype", (long)@default);
        return type.Size() > 0
            ? type
            : throw new GraphException(
                $"{n} has the attribute 'dtype' {(int)type}, which is no type of numbers here. Give one that is, such as 1 for Float32."
            );
    }
}

public static partial class Op
{
    /// <summary>Numbers of a normal distribution. Where a model trains they come from Kerasharp's generator, else from the runtime's.</summary>
    /// <param name="graph">The graph that gets the node.</param>
    /// <param name="shape">The shape to draw, of numbers.</param>
    /// <param name="mean">The distribution's mean.</param>
    /// <param name="scale">Its standard deviation.</param>
    /// <param name="type">The type of the elements, floating-point.</param>
    /// <param name="seed">A stream of its own; without it the model's seed decides, or the runtime.</param>
    public static Value RandomNormal(
        Graph graph,
        Shape shape,
        double mean = 0,
        double scale = 1,
        ElementType type = ElementType.Float32,
        double? seed = null
    ) => graph.Emit("RandomNormal", Drawn("mean", mean, "scale", scale, type, seed, shape));

    /// <summary>Numbers that are uniform from low to high.</summary>
    /// <inheritdoc cref="RandomNormal"/>
    /// <param name="graph">The graph that gets the node.</param>
    /// <param name="shape">The shape to draw, of numbers.</param>
    /// <param name="low">The lower bound.</param>
    /// <param name="high">The upper bound.</param>
    /// <param name="type">The type of the elements, floating-point.</param>
    /// <param name="seed">A stream of its own; without it the model's seed decides, or the runtime.</param>
    public static Value RandomUniform(
        Graph graph,
        Shape shape,
        double low = 0,
        double high = 1,
        ElementType type = ElementType.Float32,
        double? seed = null
    ) => graph.Emit("RandomUniform", Drawn("low", low, "high", high, type, seed, shape));

    /// <summary>Numbers of a normal distribution in the shape of a value, and of its element type unless another one is given.</summary>
    public static Value RandomNormalLike(
        Value like,
        double mean = 0,
        double scale = 1,
        ElementType? type = null,
        double? seed = null
    ) => like.Graph.Emit("RandomNormalLike", Drawn("mean", mean, "scale", scale, type, seed), like);

    /// <summary>Numbers that are uniform from low to high in the shape of a value, and of its element type unless another one is given.</summary>
    public static Value RandomUniformLike(
        Value like,
        double low = 0,
        double high = 1,
        ElementType? type = null,
        double? seed = null
    ) => like.Graph.Emit("RandomUniformLike", Drawn("low", low, "high", high, type, seed), like);

    /// <summary>1 with the probability that stands at its place, else 0; of the probabilities' type unless another one is given.</summary>
    public static Value Bernoulli(Value p, ElementType? type = null, double? seed = null) =>
        p.Graph.Emit("Bernoulli", new Attributes { { "dtype", type }, { "seed", seed } }, p);

    /// <summary>Classes drawn for each row of logarithms of probabilities, which need not be normalised.</summary>
    /// <param name="logits">The logarithms, (rows, classes).</param>
    /// <param name="samples">How many classes to draw for each row.</param>
    /// <param name="type">Int32 or Int64.</param>
    /// <param name="seed">A stream of its own; without it the model's seed decides, or the runtime.</param>
    /// <returns>The numbers of the classes, (rows, samples).</returns>
    public static Value Multinomial(
        Value logits,
        long samples = 1,
        ElementType type = ElementType.Int32,
        double? seed = null
    ) =>
        logits.Graph.Emit(
            "Multinomial",
            new Attributes
            {
                { "sample_size", samples },
                { "dtype", type },
                { "seed", seed },
            },
            logits
        );

    private static Attributes Drawn(
        string first,
        double a,
        string second,
        double b,
        ElementType? type,
        double? seed,
        Shape? shape = null
    ) =>
        new()
        {
            { first, a },
            { second, b },
            { "dtype", type },
            { "seed", seed },
            { "shape", shape?.ToArray() },
        };
}
