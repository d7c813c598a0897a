using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Arithmetic on shapes that several operators share.</summary>
internal static class Shapes
{
    /// <summary>The shape of two operands after ONNX's broadcasting.</summary>
    public static Shape Broadcast(Node node, Shape a, Shape b)
    {
        var dims = new Dim[Math.Max(a.Rank, b.Rank)];
        for (int i = 1; i <= dims.Length; i++)
        {
            Dim x = i <= a.Rank ? a[-i] : 1;
            Dim y = i <= b.Rank ? b[-i] : 1;
            dims[^i] =
                x == y || y.IsOne ? x
                : x.IsOne ? y
                : !x.IsKnown ? y
                : !y.IsKnown ? x
                : throw new GraphException(
                    $"{node} got shapes {a} and {b}, which do not broadcast: dimensions must be equal or one, counted from the last. "
                        + "Reshape one of them."
                );
        }
        return new Shape(dims);
    }

    /// <summary>An axis counted from the first, in range.</summary>
    public static int Axis(Node node, long axis, int rank) =>
        axis >= -rank && axis < rank
            ? (int)(axis < 0 ? axis + rank : axis)
            : throw new GraphException(
                $"{node} got axis {axis} for {rank} dimensions; give one in {-rank}..{rank - 1}."
            );

    /// <summary>Axes counted from the first, in range, each once.</summary>
    public static int[] Axes(Node node, long[] axes, int rank)
    {
        var result = Array.ConvertAll(axes, a => Axis(node, a, rank));
        if (result.Distinct().Count() != result.Length)
            throw new GraphException($"{node} got the axes [{string.Join(", ", axes)}]; each may stand once.");
        return result;
    }

    /// <summary>The elements of an input that must be known before anything runs.</summary>
    public static long[] Constants(Node node, int input) =>
        Known(node, input)
        ?? throw new GraphException(
            $"{node} got an input {input} that is computed from data; here it must be known beforehand. Give it as a constant."
        );

    /// <summary>The elements of an input; null where they are not all known before anything runs.</summary>
    public static long[]? Known(Node node, int input) => KnownElements.Numbers(node.Input(input));

    /// <summary>What is known of the elements of an input, a vector whose length must be known.</summary>
    public static Element[] Elements(Node node, int input) =>
        KnownElements.Of(node.Input(input))
        ?? throw new GraphException(
            $"{node} got {node.Input(input).Type} as input {input}; a vector of integers of known length was expected, "
                + "since it tells how many dimensions there are. Give it with a fixed length."
        );

    /// <summary>A shape of so many dimensions of which nothing is known.</summary>
    public static Shape Open(int rank)
    {
        var dims = new Dim[rank];
        Array.Fill(dims, Dim.Unknown);
        return new Shape(dims);
    }

    /// <summary>Refuses an input of another rank.</summary>
    public static void Rank(Node node, Value value, int rank, string what)
    {
        if (value.Rank != rank)
            throw new GraphException(
                $"{node} got {what} of shape {value.Shape}; it needs {rank} dimensions. Reshape it."
            );
    }

    /// <summary>The product of dimensions; a symbol survives only alone.</summary>
    public static Dim Product(ReadOnlySpan<Dim> dims)
    {
        long number = 1;
        Dim? symbol = null;
        int symbols = 0;
        foreach (var dim in dims)
        {
            if (dim.IsKnown)
                number *= dim.Value;
            else
                (symbol, symbols) = (dim, symbols + 1);
        }
        return symbols switch
        {
            0 => number,
            1 when number == 1 => symbol!.Value,
            _ => Dim.Unknown,
        };
    }

    /// <summary>The size of a window's output along one dimension.</summary>
    public static Dim Window(
        Node node,
        Dim size,
        long kernel,
        long stride,
        long dilation,
        long padding,
        bool ceil = false
    )
    {
        if (!size.IsKnown)
            return Dim.Unknown;
        long room = size.Value + padding - (dilation * (kernel - 1) + 1);
        if (room < 0)
        {
            throw new GraphException(
                $"{node} got {size} places and {padding} of padding for a window of {dilation * (kernel - 1) + 1}; "
                    + "the window must fit. Use a smaller kernel, more padding or a larger input."
            );
        }
        return (ceil ? (room + stride - 1) / stride : room / stride) + 1;
    }
}
