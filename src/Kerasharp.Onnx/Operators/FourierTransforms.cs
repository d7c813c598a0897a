using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>
/// The discrete Fourier transform. Complex numbers are pairs along the last axis. The axis is an input, as since opset 20.
/// </summary>
internal static class FourierTransforms
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "DFT",
            Infer = n => [n.Input(0).Type with { Shape = TransformedShape(n) }],
            Gradient = (n, dy) => [Gradient(n, dy[0]!), null, null],
            Lacks = (n, _) => IsMistaken(n),
            Decompose = n => [Rewrite(n)],
        },
    ];

    /// <summary>The axis of a DFT node; null where it is computed.</summary>
    public static int? AxisOf(Node n)
    {
        long axis = -2;
        if (n.Optional(2) is not null)
        {
            if (Shapes.Known(n, 2) is not [var given])
                return null;
            axis = given;
        }
        int rank = n.Input(0).Rank;
        int found = Shapes.Axis(n, axis, rank);
        return found < rank - 1
            ? found
            : throw new GraphException(
                $"{n} got axis {axis} of {n.Input(0).Shape}, along which lie the parts of complex numbers; another was expected. Change it."
            );
    }

    private static (bool Inverse, bool OneSided) Kind(Node n) =>
        (n.Attributes.Int("inverse") != 0, n.Attributes.Int("onesided") != 0);

    private static Shape TransformedShape(Node n)
    {
        var shape = n.Input(0).Shape;
        var (inverse, oneSided) = Kind(n);
        if (shape.Rank < 2 || (shape[-1].IsKnown && shape[-1].Value is not (1 or 2)))
            throw new GraphException(
                $"{n} got {shape}; its last dimension must be 1, for real numbers, or 2, for complex ones. Reshape it."
            );
        if (oneSided && shape[-1].IsKnown && shape[-1].Value != (inverse ? 2 : 1))
            throw new GraphException(
                $"{n} got {shape} to be transformed one-sided{(inverse ? " and back" : "")}, which takes {(inverse ? "complex" : "real")} "
                    + $"numbers; a last dimension of {(inverse ? 2 : 1)} was expected. Reshape it, or take onesided away."
            );
        shape = shape.With(-1, oneSided && inverse ? 1 : 2);
        if (AxisOf(n) is not { } axis)
            // Along whatever axis: a whole transform has as many numbers as it was given.
            return !oneSided && n.Optional(1) is null ? shape : new Shape([.. Shapes.Open(shape.Rank - 1), shape[-1]]);
        var length = Length(n, axis);
        return shape.With(
            axis,
            oneSided && !inverse && length.IsKnown ? length.Value / 2 + 1
                : oneSided && !inverse ? Dim.Unknown
                : length
        );
    }

    /// <summary>The number of points that are transformed.</summary>
    private static Dim Length(Node n, int axis)
    {
        if (n.Optional(1) is not null)
            return Shapes.Elements(n, 1)[0].ToDim();
        var size = n.Input(0).Shape[axis];
        return Kind(n) != (true, true) ? size
            : size.IsKnown ? 2 * (size.Value - 1)
            : Dim.Unknown;
    }

    /// <summary>
    /// The transform is linear, so its gradient is its adjoint: the transform the other way, but for the factor that the way back has.
    /// </summary>
    private static Value Gradient(Node n, Value dy)
    {
        if (AxisOf(n) is not { } axis || !Length(n, axis).IsKnown)
            throw new GraphException(
                $"{n} transforms along an axis or over a length that is computed; its gradient needs both beforehand. Give them as constants."
            );
        var x = n.Input(0).Shape;
        long length = Length(n, axis).Value;
        var (inverse, oneSided) = Kind(n);
        Value dx;
        if (oneSided && inverse)
        {
            // Each part of the spectrum but the first (and the middle one) stood for its mirror image too.
            long half = length / 2 + 1;
            var times = new double[half];
            for (long k = 0; k < half; k++)
                times[k] = (k == 0 || 2 * k == length ? 1.0 : 2.0) / length;
            var dims = new long[x.Rank];
            Array.Fill(dims, 1);
            dims[axis] = half;
            dx = Op.Dft(dy, axis, oneSided: true) * n.Graph.Constant(ConstantTensor.From(times, dy.ElementType, dims));
        }
        else
        {
            dx = Op.Dft(Fit(dy, axis, length), axis, inverse: !inverse);
            dx = inverse ? dx / length : dx * length;
        }
        if (x[-1].IsOne)
            dx = Op.Slice(dx, x.Rank - 1, 0, 1);
        return Fit(dx, axis, x[axis].Value);
    }

    /// <summary>Zeros put behind along an axis, or places there cut off, until it has a size.</summary>
    private static Value Fit(Value x, int axis, long size) => Op.PadAxis(x, axis, 0, size - x.Shape[axis].Value);

    /// <summary>
    /// Whether ONNX Runtime mistakes a form: it writes beyond its memory where points are cut off, and goes back from half a spectrum
    /// wrongly for some sizes.
    /// </summary>
    private static bool IsMistaken(Node n) =>
        AxisOf(n) is { } axis
        && n.Input(0).Shape[axis] is { IsKnown: true } size
        && Length(n, axis) is { IsKnown: true } length
        && (Kind(n) == (true, true) || length.Value < size.Value);

    private static Value Rewrite(Node n)
    {
        int axis = AxisOf(n)!.Value;
        long length = Length(n, axis).Value;
        var (inverse, oneSided) = Kind(n);
        if (!inverse || !oneSided)
            return Op.Dft(Fit(n.Input(0), axis, length), axis, inverse: inverse, oneSided: oneSided);
        // The other half mirrors this one, with its imaginary parts turned round.
        var half = Fit(n.Input(0), axis, length / 2 + 1);
        var mirrored = Op.Reverse(Op.Slice(half, axis, 1, length - length / 2), axis);
        var signs = n.Graph.Constant(ConstantTensor.From([1, -1], half.ElementType, [2]));
        var whole = Op.Dft(Op.Concat([half, mirrored * signs], axis), axis, inverse: true);
        return Op.Slice(whole, whole.Rank - 1, 0, 1);
    }
}

public static partial class Op
{
    /// <summary>The discrete Fourier transform along an axis, complex: (…, 2).</summary>
    /// <param name="x">Real numbers (…, 1) or complex ones (…, 2).</param>
    /// <param name="axis">The axis, not the last one.</param>
    /// <param name="length">The number of points: zeros are put behind, or points cut off. The axis's size unless given.</param>
    /// <param name="inverse">Whether to go back from a spectrum, divided by the number of points.</param>
    /// <param name="oneSided">Only the first half of the spectrum, which tells the other; back from it come real numbers (…, 1).</param>
    public static Value Dft(Value x, int axis = -2, long? length = null, bool inverse = false, bool oneSided = false)
    {
        var g = x.Graph;
        return g.Emit(
            "DFT",
            new Attributes { { "inverse", inverse }, { "onesided", oneSided } },
            x,
            length is { } points ? g.Scalar(points, ElementType.Int64) : null,
            g.Scalar(axis, ElementType.Int64)
        );
    }
}
