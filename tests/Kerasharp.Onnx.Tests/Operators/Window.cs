using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>A window over one to three spatial axes, drawn at random so that it fits.</summary>
internal sealed class Window
{
    public Window(
        Draw d,
        int greatestKernel = 3,
        bool mayPad = true,
        bool same = false,
        bool sideBySide = false,
        bool ceil = false,
        bool wide = false,
        int? row = null,
        int? rank = null
    )
    {
        int axes = rank ?? (row is null ? d.Of(1, 1, 2, 2, 2, 3) : 1);
        Kernel = Each(axes, () => d.Int(1, greatestKernel));
        Strides = Each(axes, () => d.Of(1, 1, 2, 3));
        Dilations = Each(axes, () => d.Of(1, 1, 1, 2));
        if (sideBySide)
        {
            mayPad = false;
            Strides = Kernel;
            Dilations = Each(axes, () => 1);
        }
        // Less than the window on either side, so that none lies in the padding alone, which has no greatest element.
        Pads = mayPad ? [.. Each(2 * axes, () => d.Int(0, 1))] : new long[2 * axes];
        for (int i = 0; i < 2 * axes; i++)
            Pads[i] = Math.Min(Pads[i], Dilations[i % axes] * (Kernel[i % axes] - 1) / 2);
        // ONNX Runtime itself takes less than the kernel for a pooling.
        for (int i = 0; wide && i < 2 * axes; i++)
            Pads[i] = d.Int(0, (int)Kernel[i % axes]);
        Input = new long[axes];
        for (int i = 0; i < axes; i++)
            Input[i] = Math.Max(1, Reach(i) - Pads[i] - Pads[i + axes] + d.Int(0, 3));
        // A row of windows, and nothing else: long rows in three dimensions would take their time.
        if (row is { } windows)
            Input[0] += (windows - 1) * Strides[0];
        AutoPad = same ? d.Of("SAME_UPPER", "SAME_LOWER") : null;
        for (int i = 0; same && i < axes; i++)
        {
            long total = Math.Max(0, ((Input[i] + Strides[i] - 1) / Strides[i] - 1) * Strides[i] + Reach(i) - Input[i]);
            Pads[i] = AutoPad == "SAME_UPPER" ? total / 2 : (total + 1) / 2;
            Pads[i + axes] = total - Pads[i];
        }
        Output = new long[axes];
        for (int i = 0; i < axes; i++)
        {
            long room = Input[i] + Pads[i] + Pads[i + axes] - Reach(i);
            Output[i] = (ceil ? (room + Strides[i] - 1) / Strides[i] : room / Strides[i]) + 1;
            // A window that would begin behind the input, in the padding, is left out.
            if (ceil && (Output[i] - 1) * Strides[i] >= Input[i] + Pads[i])
                Output[i]--;
        }
    }

    public long[] Kernel { get; }
    public long[] Strides { get; }
    public long[] Dilations { get; }
    public long[] Pads { get; }
    public long[] Input { get; }
    public long[] Output { get; }
    public string? AutoPad { get; }

    public int Rank => Kernel.Length;

    /// <summary>The pads, unless they are left to the operator's auto_pad.</summary>
    public long[]? GivenPads => AutoPad is null ? Pads : null;

    public WindowReference Reference => new(Input, Kernel, Strides, Dilations, Pads[..Rank], Output);

    /// <summary>The attributes of a node that leaves its padding to auto_pad.</summary>
    public Attributes Deferred() =>
        new()
        {
            { "kernel_shape", Kernel },
            { "strides", Strides },
            { "dilations", Dilations },
            { "auto_pad", AutoPad },
        };

    /// <summary>How many places a window spans.</summary>
    public long Reach(int axis) => Dilations[axis] * (Kernel[axis] - 1) + 1;

    private static long[] Each(int count, Func<int> draw) =>
        Enumerable.Range(0, count).Select(_ => (long)draw()).ToArray();
}
