using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// The graphs that If, Loop and Scan run. In ONNX they read values of the outer graphs by name; here they read their inputs alone:
/// what they need from outside is an input of the node, behind the operator's own, and an input of each of its graphs. So every
/// pass and the reverse sweep see all that a node reads. Reading and writing files translate.
/// </summary>
internal static class Bodies
{
    /// <summary>The attribute that counts the inputs that ONNX does not know; never written.</summary>
    public const string Captured = "captured";

    /// <summary>How many of a node's inputs are read by its graphs without being the operator's own.</summary>
    public static int CapturedCount(Attributes attributes) => (int)attributes.Int(Captured);

    /// <summary>The operator's own inputs.</summary>
    public static IEnumerable<Value?> Own(Node n) => n.Inputs.SkipLast(CapturedCount(n.Attributes));

    /// <summary>What the graphs read from outside.</summary>
    public static IEnumerable<Value> FromOutside(Node n) =>
        n.Inputs.TakeLast(CapturedCount(n.Attributes)).Select(v => v!);

    /// <summary>The types of the inputs that the operator itself gives its graphs.</summary>
    /// <param name="op">If, Loop or Scan.</param>
    /// <param name="attributes">The node's attributes.</param>
    /// <param name="own">The node's inputs without what its graphs read from outside.</param>
    /// <param name="where">The node, for messages.</param>
    public static TensorType[] OwnTypes(string op, Attributes attributes, IReadOnlyList<Value?> own, string where) =>
        op switch
        {
            "Loop" =>
            [
                new TensorType(ElementType.Int64, Shape.Scalar),
                new TensorType(ElementType.Bool, Shape.Scalar),
                .. own.Skip(2).Select(v => Given(v, where).Type),
            ],
            "Scan" => ScanTypes(attributes, own, where),
            _ => [],
        };

    /// <summary>
    /// Builds a graph of a Loop, whose values may change their shape from one turn to the next: where the graph gives back another
    /// size than it took, it is built again for a size that is not known.
    /// </summary>
    public static Graph Settle(string op, TensorType[] types, Func<TensorType[], Graph> build)
    {
        while (true)
        {
            var graph = build(types);
            if (op != "Loop" || !Relax(types, graph))
                return graph;
        }
    }

    /// <summary>An input of a node's graph for a value from outside; what is known of its elements is known inside too.</summary>
    public static Value Enter(Graph graph, string name, Value outside)
    {
        var input = graph.AddInput(name, outside.ElementType, outside.Shape);
        input.Elements = KnownElements.Of(outside);
        return input;
    }

    /// <summary>The axis of each of a Scan's sequences along which it is cut, and whether it is run through from its end.</summary>
    public static (int Axis, bool Reverse) Cut(Attributes attributes, string kind, int index, int rank, string where)
    {
        long axis = attributes.Ints($"scan_{kind}_axes") is { } axes && index < axes.Length ? axes[index] : 0;
        long direction = attributes.Ints($"scan_{kind}_directions") is { } all && index < all.Length ? all[index] : 0;
        if (axis < -rank || axis >= rank)
            throw new GraphException(
                $"{where} cuts a value of {rank} dimensions along axis {axis}; give an axis in {-rank}..{rank - 1}."
            );
        return ((int)(axis < 0 ? axis + rank : axis), direction != 0);
    }

    private static TensorType[] ScanTypes(Attributes attributes, IReadOnlyList<Value?> own, string where)
    {
        int sequences = (int)Math.Clamp(attributes.Int("num_scan_inputs"), 0, int.MaxValue);
        int states = own.Count - sequences;
        if (states < 0 || sequences < 1)
            throw new GraphException(
                $"{where} has {own.Count} inputs, of which num_scan_inputs = {sequences} are sequences; at least one must be, and no more than there are. Export the model again."
            );
        var types = new TensorType[own.Count];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = Given(own[i], where).Type;
            if (i < states)
                continue;
            var shape = types[i].Shape;
            var (axis, _) = Cut(attributes, "input", i - states, shape.Rank, where);
            types[i] = types[i] with { Shape = new Shape(shape.Where((_, a) => a != axis).ToArray()) };
        }
        return types;
    }

    private static Value Given(Value? value, string where) =>
        value
        ?? throw new GraphException($"{where} lacks one of its inputs; each must be given. Export the model again.");

    private static bool Relax(TensorType[] types, Graph graph)
    {
        bool relaxed = false;
        for (int i = 2; i < types.Length && i - 1 < graph.Outputs.Count; i++)
        {
            var (taken, given) = (types[i].Shape, graph.Outputs[i - 1].Value.Shape);
            if (taken.Rank != given.Rank)
                continue;
            for (int a = 0; a < taken.Rank; a++)
            {
                if (taken[a] == given[a] || taken[a] is { IsKnown: false, Symbol: "?" })
                    continue;
                types[i] = types[i] with { Shape = types[i].Shape.With(a, Dim.Unknown) };
                relaxed = true;
            }
        }
        return relaxed;
    }
}
