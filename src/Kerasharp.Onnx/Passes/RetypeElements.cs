using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Passes;

/// <summary>
/// Writes a graph again with floating-point elements of other types: constants are rounded, operators compute in the new type. What ONNX
/// does not allow in it stays as it is, between casts.
/// </summary>
internal sealed class RetypeElements
{
    // The finite range of float16, beyond which a constant would become infinite or 0.
    private const double MostOfHalf = 65504;
    private static readonly double s_leastOfHalf = Math.ScaleB(1, -24);

    // Operators that ONNX has for float32, or for float32 and float64, alone.
    private static readonly HashSet<string> s_fixed =
    [
        "Celu",
        "DequantizeLinear",
        "DynamicQuantizeLinear",
        "NonMaxSuppression",
        "QLinearConv",
        "QLinearMatMul",
        "QuantizeLinear",
        "Range",
    ];

    private readonly Graph _target;
    private readonly Func<ElementType, ElementType> _types;
    private readonly Dictionary<Value, Value> _map = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<Value, Value> _before = new(ReferenceEqualityComparer.Instance);

    private RetypeElements(Graph target, Func<ElementType, ElementType> types)
    {
        _target = target;
        _types = types;
    }

    /// <summary>The graph with other element types.</summary>
    /// <param name="graph">The graph; it stays as it is.</param>
    /// <param name="types">The type that stands for each floating-point type.</param>
    /// <param name="keepsEnds">Whether inputs and outputs keep their types.</param>
    public static Graph Run(Graph graph, Func<ElementType, ElementType> types, bool keepsEnds)
    {
        var target = new Graph(graph.Name);
        new RetypeElements(target, types).Write(graph, keepsEnds);
        TypeCheck.AfterPass(target);
        return target;
    }

    private void Write(Graph graph, bool keepsEnds)
    {
        foreach (var input in graph.Inputs)
        {
            var type = keepsEnds ? input.ElementType : Typed(input);
            var given = _target.AddInput(input.Name!, type, input.Shape);
            given.Elements = input.Elements;
            _map[input] = Op.Cast(given, Typed(input));
        }
        foreach (var node in graph.Sort())
            Write(node);
        foreach (var output in graph.Outputs)
        {
            var value = Find(output.Value);
            _target.AddOutput(output.Name, keepsEnds ? Op.Cast(value, output.Value.ElementType) : value);
        }
    }

    private void Write(Node node)
    {
        using var scope = _target.At(node.Scope);
        bool stays = node.Domain.Length == 0 && s_fixed.Contains(node.Op);
        var inputs = node.Inputs.Select(
            (v, i) =>
                v is null ? null
                : stays || IsFixed(node, i) ? AsBefore(v)
                : node is { Domain: "", Op: "MatMul" } ? TransposedWide(Find(v))
                : Find(v)
        );
        var copy = _target.Add(
            node.Domain,
            node.Op,
            inputs.ToArray(),
            stays ? node.Attributes.Clone() : Retyped(node.Attributes),
            node.WantedOutputs
        );
        for (int i = 0; i < copy.Outputs.Count; i++)
            _map[node.Outputs[i]] = Op.Cast(copy.Outputs[i], Typed(node.Outputs[i]));
        if (copy.Op == "Cast" && copy.Input(0).ElementType == copy.Output.ElementType)
            _map[node.Output] = copy.Input(0);
    }

    /// <summary>
    /// What a product reads, transposed in float32 where it has 16 bits: ONNX Runtime 1.30 ends the process over a transposition of float16
    /// whose product it computes in float32.
    /// </summary>
    private Value TransposedWide(Value value)
    {
        if (!WidenElements.IsNarrow(value.ElementType) || value.ProducedBy("Transpose") is not { } transpose)
            return value;
        if (!_before.TryGetValue(value, out var wide))
        {
            var turned = Op.Cast(transpose.Input(0), ElementType.Float32);
            _before[value] = wide = Op.Cast(
                _target.Emit("Transpose", transpose.Attributes.Clone(), turned),
                value.ElementType
            );
        }
        return wide;
    }

    /// <summary>Whether ONNX wants an input in float32, whatever the others are.</summary>
    private static bool IsFixed(Node node, int input) => node is { Domain: "", Op: "Resize" } && input is 1 or 2;

    private Attributes Retyped(Attributes attributes)
    {
        var retyped = new Attributes();
        foreach (var (name, value) in attributes)
            retyped.Add(
                name,
                value switch
                {
                    Graph body => Run(body, _types, keepsEnds: false),
                    ConstantTensor tensor when tensor.Type.IsFloat() => Rounded(tensor),
                    long number when name is "to" or "dtype" && ((ElementType)number).IsFloat() => (long)_types(
                        (ElementType)number
                    ),
                    _ => value,
                }
            );
        return retyped;
    }

    private ElementType Typed(Value value) =>
        value.ElementType.IsFloat() ? _types(value.ElementType) : value.ElementType;

    private Value Find(Value value)
    {
        if (_map.TryGetValue(value, out var found))
            return found;
        var constant =
            value.Constant
            ?? throw new GraphException($"{value} is read but was given no counterpart in the graph '{_target.Name}'.");
        if (constant.Type.IsFloat())
            constant = Rounded(constant);
        return _map[value] = value.Name is { } name
            ? _target.NamedConstant(name, constant)
            : _target.Constant(constant);
    }

    /// <summary>A value in the type that it had.</summary>
    private Value AsBefore(Value value)
    {
        if (!_before.TryGetValue(value, out var before))
            _before[value] = before = value.Constant is { } constant
                ? _target.Constant(constant)
                : Op.Cast(Find(value), value.ElementType);
        return before;
    }

    private ConstantTensor Rounded(ConstantTensor constant)
    {
        var type = _types(constant.Type);
        if (type == constant.Type)
            return constant;
        double[] numbers = constant.ToDoubles();
        if (type == ElementType.Float16)
            numbers = Array.ConvertAll(numbers, Finite);
        return ConstantTensor.From(numbers, type, constant.Shape.ToArray());
    }

    private static double Finite(double number) =>
        !double.IsFinite(number) || number == 0 ? number
        : Math.Abs(number) < s_leastOfHalf ? Math.CopySign(s_leastOfHalf, number)
        : Math.Clamp(number, -MostOfHalf, MostOfHalf);
}
