using System.Globalization;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// The dot product of two tensors along an axis of each, example by example: of (batch, n) and (batch, n) one number for each example,
/// of (batch, i, n) and (batch, k, n) a matrix y[i, k] = sum of a[i, n] * b[k, n].
/// </summary>
/// <remarks>
/// <para>Inputs: (batch, ...) and (batch, ...), of one size along the axes. Output: the batch, the first's other axes, the second's other
/// axes; (batch, 1) where there are none.</para>
/// <para>With <c>normalize</c> each vector is first divided by its length (by 1e-7 if that is less), so that the product is the cosine of
/// their angle. The output has no mask.</para>
/// <para>Keras: <c>keras.layers.Dot</c>.</para>
/// </remarks>
/// <example><code>
/// var similarity = new Dot(axes: 1, normalize: true).Apply([user, item]);   // (None, 16) twice becomes (None, 1)
/// var scores = new Dot(axes: [2, 2]).Apply([query, key]);                   // (None, 5, 16), (None, 7, 16) become (None, 5, 7)
/// </code></example>
public sealed class Dot : MergingLayer
{
    // What Keras holds a length to be at least.
    private const double Least = 1e-7;

    private readonly int[] _axes;

    /// <summary>A layer for an axis of each tensor.</summary>
    /// <param name="axes">The first's axis and the second's, or one for both; negative ones count from the end. Not the batch, 0.</param>
    /// <param name="normalize">Whether vectors are first brought to a length of 1.</param>
    /// <param name="name">The layer's name; <c>dot</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">There are not one or two axes, or one is the batch's.</exception>
    public Dot(int[] axes, bool normalize = false, string? name = null)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(axes);
        if (axes.Length is not (1 or 2))
            throw new ArgumentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{axes.Length} axes came; one for each of two tensors were expected. Give two, or one for both."
                ),
                nameof(axes)
            );
        _axes = [.. axes.Select(a => Arguments.NotBatch(a, nameof(axes)))];
        if (_axes.Length == 1)
            _axes = [_axes[0], _axes[0]];
        Normalize = normalize;
    }

    /// <summary>A layer for the same axis of both tensors.</summary>
    /// <param name="axes">The axis; negative ones count from the end. Not the batch, 0.</param>
    /// <param name="normalize">Whether vectors are first brought to a length of 1.</param>
    /// <param name="name">The layer's name; <c>dot</c>, numbered, by default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The axis is the batch's.</exception>
    public Dot(int axes, bool normalize = false, string? name = null)
        : this([axes, axes], normalize, name) { }

    /// <summary>The first's axis and the second's, as they were given.</summary>
    public IReadOnlyList<int> Axes => _axes;

    /// <summary>Whether vectors are first brought to a length of 1.</summary>
    public bool Normalize { get; }

    private protected override int? Count => 2;

    private protected override Value? Mask(IReadOnlyList<SymbolicTensor> inputs, IReadOnlyList<Value?> masks) => null;

    private protected override Value Merge(
        CallContext context,
        IReadOnlyList<SymbolicTensor> inputs,
        IReadOnlyList<Value?> masks
    )
    {
        Shape[] shapes = [inputs[0].Shape, inputs[1].Shape];
        int first = CheckedAxis(shapes, 0);
        int second = CheckedAxis(shapes, 1);
        var (size, other) = (shapes[0][first], shapes[1][second]);
        if (size.IsKnown && other.IsKnown && size != other)
            throw Misfit(
                shapes,
                $"the axes {first} of the one and {second} of the other were expected to have one size, not {size} and {other}",
                "Choose other axes, or reshape."
            );
        var xs = InOneType(context, inputs);
        if (!Normalize)
            return Product(xs[0], xs[1], first, second);
        xs = [.. inputs.Select(i => i.In(context))];
        return Product(Unit(xs[0], first), Unit(xs[1], second), first, second);
    }

    private static Value Product(Value a, Value b, int first, int second)
    {
        if (a.Rank == 2 && b.Rank == 2)
            return Op.ReduceSum(a * b, [1], keepDims: true);
        if (a.Rank == 3 && b.Rank == 3)
            return Op.MatMul(first == 2 ? a : Op.Transpose(a, 0, 2, 1), second == 1 ? b : Op.Transpose(b, 0, 2, 1));
        // The batch is n, the axis z; a letter for each other one.
        string left = Letters(a.Rank, first, 'a');
        string right = Letters(b.Rank, second, 'm');
        string rest = string.Concat((left + right).Where(l => l is not ('n' or 'z')));
        return Op.Einsum($"{left},{right}->n{rest}", a, b);
    }

    private static string Letters(int rank, int axis, char from) =>
        string.Concat(
            Enumerable
                .Range(0, rank)
                .Select(i =>
                    i == 0 ? 'n'
                    : i == axis ? 'z'
                    : (char)(from + (from == 'm' ? i + 1 : i))
                )
        );

    private static Value Unit(Value x, int axis)
    {
        var square = Op.ReduceSum(x * x, [axis], keepDims: true);
        return x / Op.Sqrt(Op.Max(square, x.Like(Least * Least)));
    }

    private int CheckedAxis(Shape[] shapes, int i)
    {
        int rank = shapes[i].Rank;
        int axis = _axes[i] < 0 ? _axes[i] + rank : _axes[i];
        return rank >= 2 && axis >= 1 && axis < rank
            ? axis
            : throw Misfit(
                shapes,
                $"2 dimensions or more were expected, one of them, other than the batch, the axis {_axes[i]}",
                "Choose another axis, or reshape."
            );
    }
}
