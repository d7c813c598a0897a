using Kerasharp.Onnx.Gradients;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Fourier transforms of frames of a signal, which may overlap.</summary>
internal static class FramedTransforms
{
    public static Operator[] Operators { get; } =
    [
        new Operator
        {
            Name = "STFT",
            Infer = Infer,
            Gradient = (n, dy) => ReverseSweep.Through(n, m => [Compose(m)], dy),
            IsComposed = true,
            Lacks = (n, _) => IsMistaken(n),
            Decompose = n => [Compose(n)],
        },
    ];

    /// <summary>Whether ONNX Runtime mistakes or refuses a form: windows on complex signals, and frames as long as the signal.</summary>
    private static bool IsMistaken(Node n)
    {
        var signal = n.Input(0).Shape;
        return n.Output.Shape[1].IsKnown
            && (n.Optional(2) is not null && !signal[2].IsOne || signal[1] == Told(n).Length);
    }

    private static TensorType[] Infer(Node n)
    {
        var signal = n.Input(0);
        Shapes.Rank(n, signal, 3, "a signal");
        bool oneSided = n.Attributes.Int("onesided", 1) != 0;
        if (oneSided && signal.Shape[2].IsKnown && !signal.Shape[2].IsOne)
            throw new GraphException(
                $"{n} got a complex signal {signal.Shape} to be transformed one-sided; only real ones can be. Take onesided away."
            );
        var (length, step) = Told(n);
        if (Shapes.Elements(n, 1)[0].Number is { } given and < 1)
            throw new GraphException($"{n} got steps of {given} between frames; at least 1 was expected. Give more.");
        var frames =
            step.IsKnown && length.IsKnown
                ? Shapes.Window(n, signal.Shape[1], length.Value, step.Value, 1, 0)
                : Dim.Unknown;
        var bins =
            !oneSided ? length
            : length.IsKnown ? length.Value / 2 + 1
            : Dim.Unknown;
        return [signal.Type with { Shape = new Shape(signal.Shape[0], frames, bins, 2) }];
    }

    /// <summary>The length of frames, and the steps from one to the next.</summary>
    private static (Dim Length, Dim Step) Told(Node n)
    {
        var step = Shapes.Elements(n, 1)[0].ToDim();
        Dim? told = n.Optional(3) is null ? null : Shapes.Elements(n, 3)[0].ToDim();
        if (n.Optional(2) is not { } window)
            return (told ?? n.Input(0).Shape[1], step);
        Shapes.Rank(n, window, 1, "a window");
        var length = window.Shape[0];
        if (length.IsKnown && told is { IsKnown: true } && told != length)
            throw new GraphException(
                $"{n} got a window of {length} places for frames of {told}; both must be equal. Leave the length of frames out."
            );
        return (length.IsKnown ? length : told ?? length, step);
    }

    /// <summary>The frames beside each other, each times the window, transformed.</summary>
    private static Value Compose(Node n)
    {
        var signal = n.Input(0);
        var (length, step) = Told(n);
        if (!n.Output.Shape[1].IsKnown || !length.IsKnown)
            throw new GraphException(
                $"{n} cuts frames of a length or at steps that are computed from {signal.Shape}; its gradient needs them beforehand. "
                    + "Give the signal a known length, and the others as constants."
            );
        long frames = n.Output.Shape[1].Value;
        var places = new long[frames * length.Value];
        for (long i = 0; i < places.Length; i++)
            places[i] = i / length.Value * step.Value + i % length.Value;
        var indices = n.Graph.Constant(ConstantTensor.Of<long>(places, frames, length.Value));
        var cut = Op.Gather(signal, indices, 1);
        if (n.Optional(2) is { } window)
            cut *= Op.Reshape(window, -1, 1);
        return Op.Dft(cut, 2, oneSided: n.Attributes.Int("onesided", 1) != 0);
    }
}

public static partial class Op
{
    /// <summary>The Fourier transforms of frames of a signal: (batch, frames, frequencies, 2).</summary>
    /// <param name="signal">The signal (batch, length, 1), or complex (batch, length, 2).</param>
    /// <param name="step">From the beginning of a frame to that of the next.</param>
    /// <param name="window">What frames are multiplied with; or null.</param>
    /// <param name="frame">The length of frames; the window's unless given.</param>
    /// <param name="oneSided">Only the first half of each spectrum, which tells the other.</param>
    public static Value Stft(Value signal, long step, Value? window = null, long? frame = null, bool oneSided = true)
    {
        var g = signal.Graph;
        return g.Emit(
            "STFT",
            new Attributes { { "onesided", oneSided } },
            signal,
            g.Scalar(step, ElementType.Int64),
            window,
            frame is { } length ? g.Scalar(length, ElementType.Int64) : null
        );
    }
}
