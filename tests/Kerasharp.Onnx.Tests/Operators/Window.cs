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
        bool left = false,
        bool sideBySide = false,
        int? row = null
    )
    {
        int rank = row is null ? d.Of(1, 1, 2, 2, 2, 3) : 1;
        Kernel = Each(rank, () => d.Int(1, greatestKernel));
        Strides = Each(rank, () => d.Of(1, 1, 2, 3));
        Dilations = Each(rank, () => left ? 1 : d.Of(1, 1, 1, 2));
        // ONNX Runtime's own 'same' knows neither dilations nor strides beyond the kernel.
        for (int i = 0; left && i < rank; i++)
            Strides[i] = Math.Min(Strides[i], Kernel[i]);
        if (sideBySide)
        {
            mayPad = false;
            Strides = Kernel;
            Dilations = Each(rank, () => 1);
        }
        // Less than the window on either side, so that none lies in the padding alone, which has no greatest element.
        Pads = mayPad ? [.. Each(2 * rank, () => d.Int(0, 1))] : new long[2 * rank];
        for (int i = 0; i < 2 * rank; i++)
            Pads[i] = Math.Min(Pads[i], Dilations[i % rank] * (Kernel[i % rank] - 1) / 2);
        Input = new long[rank];
        for (int i = 0; i < rank; i++)
            Input[i] = Math.Max(1, Reach(i) - Pads[i] - Pads[i + rank] + d.Int(0, 3));
        // A row of windows, and nothing else: long rows in three dimensions would take their time.
        if (row is { } windows)
            Input[0] += (windows - 1) * Strides[0];
        AutoPad = same ? d.Of("SAME_UPPER", "SAME_LOWER") : null;
        for (int i = 0; same && i < rank; i++)
        {
            long total = Math.Max(0, ((Input[i] + Strides[i] - 1) / Strides[i] - 1) * Strides[i] + Reach(i) - Input[i]);
            Pads[i] = AutoPad == "SAME_UPPER" ? total / 2 : (total + 1) / 2;
            Pads[i + rank] = total - Pads[i];
        }
        Output = new long[rank];
        for (int i = 0; i < rank; i++)
            Output[i] = (Input[i] + Pads[i] + Pads[i + rank] - Reach(i)) / Strides[i] + 1;
    }

    public long[] Kernel { get; }
    public long[] Strides { get; }
    public long[] Dilations { get; }
    public long[] Pads { get; }
    public long[] Input { get; }
    public long[] Output { get; private init; }
    public string? AutoPad { get; }

    public int Rank => Kernel.Length;

    public WindowReference Reference => new(Input, Kernel, Strides, Dilations, Pads[..Rank], Output);

    private long Reach(int axis) => Dilations[axis] * (Kernel[axis] - 1) + 1;

    private static long[] Each(int count, Func<int> draw) =>
        Enumerable.Range(0, count).Select(_ => (long)draw()).ToArray();
}
