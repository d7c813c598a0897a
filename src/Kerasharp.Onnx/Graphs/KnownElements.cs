using Kerasharp.Onnx.Operators;

namespace Kerasharp.Onnx.Graphs;

/// <summary>
/// Follows small integer values through a graph as far as their elements are known before anything runs. Exported models compute
/// the shapes that Reshape, Expand or Slice are given from the shapes of other values; so their results still have shapes here.
/// </summary>
internal static class KnownElements
{
    /// <summary>Larger vectors are data, not shapes.</summary>
    private const int Longest = 256;

    /// <summary>The elements of a number or a vector of integers or truth values; null where even their count is not known.</summary>
    public static Element[]? Of(Value value)
    {
        if (value.Elements is { } known)
            return known;
        if (!IsSmall(value.Type))
            return null;
        return value.Constant is { } constant
            ? Array.ConvertAll(constant.ToInt64s(), n => (Element)n)
            : new Element[value.Shape.ElementCount];
    }

    /// <summary>The elements as numbers; null unless all are known.</summary>
    public static long[]? Numbers(Value value)
    {
        if (value.Constant is { } constant)
            return constant.ToInt64s();
        return value.Elements is { } known && Array.TrueForAll(known, e => e.Number is not null)
            ? Array.ConvertAll(known, e => e.Number!.Value)
            : null;
    }

    /// <summary>Notes what is known of a new node's outputs.</summary>
    public static void Infer(Node n)
    {
        if (n.Domain.Length > 0 || n.Outputs.Count != 1 || !IsSmall(n.Output.Type))
            return;
        try
        {
            // A rule that does not apply to these inputs gives null, or another count than the shape has.
            if (Rule(n) is { } elements && elements.Length == n.Output.Shape.ElementCount)
                n.Output.Elements = elements;
        }
        catch (OverflowException)
        {
            // Arithmetic that wraps round computes no sizes.
        }
    }

    private static bool IsSmall(TensorType type) =>
        type.ElementType is ElementType.Int64 or ElementType.Int32 or ElementType.Bool
        && type.Shape.Rank <= 1
        && type.Shape.IsStatic
        && type.Shape.ElementCount <= Longest;

    private static Element[]? Rule(Node n) =>
        n.Op switch
        {
            "Shape" => n.Input(0).Shape.ToArray(Element.Of)[Measuring.ShapeRange(n)],
            "Size" => [Element.Of(Shapes.Product(n.Input(0).Shape.ToDims()))],
            "Identity" or "Squeeze" or "Unsqueeze" or "Reshape" or "Flatten" => Of(n.Input(0)),
            "Cast" => n.Output.ElementType == ElementType.Bool ? null : Of(n.Input(0)),
            "Concat" => Concat(n),
            "Gather" => Gather(n),
            "Slice" => Slice(n),
            "ConstantOfShape" => Enumerable
                .Repeat((Element)(n.Attributes.Tensor("value")?.ToInt64s()[0] ?? 0), (int)n.Output.Shape.ElementCount)
                .ToArray(),
            "Range" => Range(n),
            "Where" => Combine(
                n,
                (c, a, b) =>
                    c.Number is { } yes ? (yes != 0 ? a : b)
                    : a == b ? a
                    : Element.Unknown
            ),
            "Add" => Arithmetic(n, (a, b) => checked(a + b), neutral: 0, commutes: true),
            "Sub" => Arithmetic(n, (a, b) => checked(a - b), neutral: 0),
            "Mul" => Arithmetic(n, (a, b) => checked(a * b), neutral: 1, commutes: true),
            "Div" => Arithmetic(n, (a, b) => b == 0 ? null : a / b, neutral: 1),
            "Mod" when n.Attributes.Int("fmod") != 0 => Arithmetic(n, (a, b) => b == 0 ? null : a % b),
            "Mod" => Arithmetic(n, (a, b) => b == 0 ? null : (a % b + b) % b),
            "Max" when n.Inputs.Count == 2 => Arithmetic(n, Max),
            "Min" when n.Inputs.Count == 2 => Arithmetic(n, Min),
            "Equal" => Arithmetic(n, (a, b) => a == b ? 1 : 0),
            "Greater" => Arithmetic(n, (a, b) => a > b ? 1 : 0),
            "Less" => Arithmetic(n, (a, b) => a < b ? 1 : 0),
            "Not" => Each(n, a => a == 0 ? 1 : 0),
            "Neg" => Each(n, a => checked(-a)),
            "ReduceProd" => Reduce(n, (a, b) => checked(a * b)),
            "ReduceSum" => Reduce(n, (a, b) => checked(a + b)),
            "ReduceMax" => Reduce(n, Math.Max),
            "ReduceMin" => Reduce(n, Math.Min),
            _ => null,
        };

    private static long? Max(long a, long b) => Math.Max(a, b);

    private static long? Min(long a, long b) => Math.Min(a, b);

    private static Element[]? Concat(Node n)
    {
        var parts = n.Inputs.Select(i => Of(i!)).ToArray();
        return parts.Contains(null) ? null : parts.SelectMany(p => p!).ToArray();
    }

    private static Element[]? Gather(Node n)
    {
        if (Of(n.Input(0)) is not { } from || Of(n.Input(1)) is not { } places)
            return null;
        return Array.ConvertAll(
            places,
            p =>
                p.Number is { } place && place >= -from.Length && place < from.Length
                    ? from[place < 0 ? place + from.Length : place]
                    : Element.Unknown
        );
    }

    private static Element[]? Slice(Node n)
    {
        if (Of(n.Input(0)) is not { } from || Slicing.TryRanges(n, out _) is not [{ } range])
            return null;
        var taken = new Element[range.Count];
        for (int i = 0; i < taken.Length; i++)
            taken[i] = from[range.Start + i * range.Step];
        return taken;
    }

    private static Element[]? Range(Node n)
    {
        if (Numbers(n.Input(0)) is not [var start] || Numbers(n.Input(2)) is not [var step])
            return null;
        return Enumerable
            .Range(0, (int)n.Output.Shape.ElementCount)
            .Select(i => (Element)checked(start + i * step))
            .ToArray();
    }

    private static Element[]? Each(Node n, Func<long, long?> rule) =>
        Of(n.Input(0)) is { } a ? Array.ConvertAll(a, e => Known(e.Number is { } x ? rule(x) : null)) : null;

    private static Element[]? Arithmetic(
        Node n,
        Func<long, long, long?> rule,
        long? neutral = null,
        bool commutes = false
    ) =>
        Combine(
            n,
            (a, b, _) =>
                a.Number is { } x && b.Number is { } y ? Known(rule(x, y))
                : neutral is not null && b.Number == neutral ? a
                : neutral is not null && commutes && a.Number == neutral ? b
                // The size of a dimension is never negative; graphs ask this of what may be Reshape's -1.
                : n.Op == "Equal" && (a.Number < 0 && b.Symbol is not null || b.Number < 0 && a.Symbol is not null) ? 0
                : Element.Unknown
        );

    /// <summary>Two or three operands element by element, of which those with one element serve for all.</summary>
    private static Element[]? Combine(Node n, Func<Element, Element, Element, Element> rule)
    {
        var operands = n.Inputs.Select(i => Of(i!)).ToArray();
        if (operands.Contains(null))
            return null;
        var result = new Element[n.Output.Shape.ElementCount];
        for (int i = 0; i < result.Length; i++)
            result[i] = rule(At(0, i), At(1, i), operands.Length > 2 ? At(2, i) : Element.Unknown);
        return result;

        Element At(int operand, int place) =>
            operands[operand]!.Length == 1 ? operands[operand]![0] : operands[operand]![place];
    }

    private static Element[]? Reduce(Node n, Func<long, long, long> rule) =>
        Numbers(n.Input(0)) is { Length: > 0 } numbers && n.Output.Shape.ElementCount == 1
            ? [numbers.Aggregate(rule)]
            : null;

    private static Element Known(long? number) => number is { } known ? known : Element.Unknown;
}
