using System.Globalization;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>The same elements under another shape or in another order.</summary>
internal static class Reshaping
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "Reshape",
            Infer = n => [n.Input(0).Type with { Shape = ReshapedShape(n) }],
            Gradient = (n, dy) => [Back(n, dy), null],
        },
        new Operator
        {
            Name = "Flatten",
            Infer = InferFlatten,
            Gradient = (n, dy) => [Back(n, dy)],
        },
        new Operator
        {
            Name = "Squeeze",
            Infer = n => [n.Input(0).Type with { Shape = SqueezedShape(n) }],
            Gradient = (n, dy) => [Back(n, dy), null],
        },
        new Operator
        {
            Name = "Unsqueeze",
            Infer = n => [n.Input(0).Type with { Shape = UnsqueezedShape(n) }],
            Gradient = (n, dy) => [Op.Squeeze(dy[0]!, Shapes.Constants(n, 1)), null],
        },
        new Operator
        {
            Name = "Transpose",
            Infer = n => [n.Input(0).Type with { Shape = n.Input(0).Shape.Permute(Permutation(n)) }],
            Gradient = (n, dy) => [Op.Transpose(dy[0]!, Permutations.Inverse(Permutation(n)))],
        },
    ];

    /// <summary>The order of a Transpose node's axes.</summary>
    public static int[] Permutation(Node n)
    {
        int rank = n.Input(0).Rank;
        if (n.Attributes.Ints("perm") is not { } order)
            return Enumerable.Range(0, rank).Reverse().ToArray();
        if (order.Length != rank || !order.Order().SequenceEqual(Enumerable.Range(0, rank).Select(i => (long)i)))
        {
            throw new GraphException(
                $"{n} got the order [{string.Join(", ", order)}] for a shape {n.Input(0).Shape}; it must name each axis once."
            );
        }
        return Array.ConvertAll(order, a => (int)a);
    }

    private static Value Back(Node n, Value?[] dy) => Op.Reshape(dy[0]!, n.Input(0).Shape);

    private static Shape ReshapedShape(Node n)
    {
        var from = n.Input(0).Shape;
        var target = Shapes.Elements(n, 1);
        bool allowZero = n.Attributes.Int("allowzero") != 0;
        var dims = new Dim[target.Length];
        int open = -1;
        var computed = new List<int>();
        for (int i = 0; i < dims.Length; i++)
        {
            if (target[i].Number is not { } size)
            {
                dims[i] = target[i].ToDim();
                if (target[i] == Element.Unknown)
                    computed.Add(i);
            }
            else if (size == -1 && open < 0)
                open = i;
            else if (size == 0 && !allowZero && i < from.Rank)
                dims[i] = from[i];
            else if (size >= 0)
                dims[i] = size;
            else
                throw Misfit();
        }
        // A single dimension that is not known follows from the others, as one of -1 does.
        if (computed.Count == 1 && open < 0)
            open = computed[0];
        var (have, haveSymbols) = Measure(from);
        var (want, wantSymbols) = Measure(dims.Where((_, i) => i != open));
        foreach (string symbol in wantSymbols)
            if (!haveSymbols.Remove(symbol))
                haveSymbols.Add("?");
        if (open >= 0)
        {
            if (haveSymbols.Count == 0)
                dims[open] = want != 0 && have % want == 0 ? have / want : throw Misfit();
            else
                dims[open] = haveSymbols.Count == 1 && have == want ? Dim.Symbolic(haveSymbols[0]) : Dim.Unknown;
        }
        else if (haveSymbols.Count == 0 && have != want)
        {
            throw Misfit();
        }
        return new Shape(dims);

        GraphException Misfit() =>
            new(
                $"{n} got a shape {from} to be reshaped to [{string.Join(", ", target.Select(e => e.Number?.ToString(CultureInfo.InvariantCulture) ?? e.Symbol ?? "?"))}]; the number of elements must stay the same."
            );
    }

    private static (long Numbers, List<string> Symbols) Measure(IEnumerable<Dim> dims)
    {
        long numbers = 1;
        var symbols = new List<string>();
        foreach (var dim in dims)
        {
            if (dim.IsKnown)
                numbers *= dim.Value;
            else
                symbols.Add(dim.Symbol!);
        }
        return (numbers, symbols);
    }

    private static TensorType[] InferFlatten(Node n)
    {
        var x = n.Input(0);
        long axis = n.Attributes.Int("axis", 1);
        int split = axis == x.Rank ? x.Rank : Shapes.Axis(n, axis, x.Rank);
        var dims = x.Shape.ToDims();
        return
        [
            x.Type with
            {
                Shape = new Shape(Shapes.Product(dims.AsSpan(0, split)), Shapes.Product(dims.AsSpan(split))),
            },
        ];
    }

    private static Shape SqueezedShape(Node n)
    {
        var shape = n.Input(0).Shape;
        if (n.Optional(1) is not null && Shapes.Known(n, 1) is null)
            return Shapes.Open(shape.Rank - Shapes.Elements(n, 1).Length);
        int[] axes = n.Optional(1) is null
            ? Enumerable.Range(0, shape.Rank).Where(i => shape[i].IsOne).ToArray()
            : Shapes.Axes(n, Shapes.Constants(n, 1), shape.Rank);
        foreach (int axis in axes)
            if (shape[axis].IsKnown && !shape[axis].IsOne)
                throw new GraphException(
                    $"{n} got a shape {shape} to be squeezed at axis {axis}; only dimensions of 1 can be."
                );
        return new Shape(shape.Where((_, i) => !axes.Contains(i)).ToArray());
    }

    private static Shape UnsqueezedShape(Node n)
    {
        var shape = n.Input(0).Shape;
        if (Shapes.Known(n, 1) is not { } given)
            return Shapes.Open(shape.Rank + Shapes.Elements(n, 1).Length);
        int rank = shape.Rank + given.Length;
        if (rank > Shape.MostDimensions)
            throw new GraphException(
                $"{n} is to give {rank} dimensions; at most {Shape.MostDimensions} are supported. Give fewer axes."
            );
        int[] axes = Shapes.Axes(n, given, rank);
        var dims = new Dim[rank];
        int next = 0;
        for (int i = 0; i < rank; i++)
            dims[i] = axes.Contains(i) ? 1 : shape[next++];
        return new Shape(dims);
    }
}

public static partial class Op
{
    /// <summary>The elements in the same order under a new shape; one dimension may be -1, and 0 keeps the old one.</summary>
    public static Value Reshape(Value x, params ReadOnlySpan<long> dims) =>
        x.Graph.Emit("Reshape", x, x.Graph.Ints(dims));

    /// <summary>The elements in the same order under a new shape, of which one dimension may be symbolic.</summary>
    public static Value Reshape(Value x, Shape shape)
    {
        if (x.Shape.Equals(shape))
            return x;
        int open = shape.Count(d => !d.IsKnown);
        if (open > 1)
            throw new GraphException(
                $"{x} cannot be reshaped to {shape}: more than one of the dimensions has no number."
            );
        long[] dims = shape.Select(d => d.IsKnown ? d.Value : -1).ToArray();
        // A 0 would keep the old dimension.
        return dims.Contains(0) && open == 0
            ? x.Graph.Emit("Reshape", new Attributes { { "allowzero", 1 } }, x, x.Graph.Ints(dims))
            : Reshape(x, dims);
    }

    /// <summary>All axes before one made into one, and all from it on into another.</summary>
    public static Value Flatten(Value x, int axis = 1) =>
        x.Graph.Emit("Flatten", new Attributes { { "axis", axis } }, x);

    /// <summary>Axes of size 1 taken away.</summary>
    public static Value Squeeze(Value x, long[] axes) => x.Graph.Emit("Squeeze", x, x.Graph.Ints(axes));

    /// <summary>Axes of size 1 put in; negative ones count from the result's last.</summary>
    public static Value Unsqueeze(Value x, long[] axes) => x.Graph.Emit("Unsqueeze", x, x.Graph.Ints(axes));

    /// <summary>The axes in another order: axis i of the result is axis order[i] of x. Orders that cancel leave no node.</summary>
    public static Value Transpose(Value x, params int[] order)
    {
        if (x.ProducedBy("Transpose") is { } inner && order.Length == x.Rank)
            return Transpose(inner.Input(0), Permutations.Compose(Reshaping.Permutation(inner), order));
        return Permutations.IsIdentity(order) ? x : x.Graph.Emit("Transpose", new Attributes { { "perm", order } }, x);
    }
}
