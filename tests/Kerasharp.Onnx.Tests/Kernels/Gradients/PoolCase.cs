using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Tests.Kernels.Gradients;

/// <summary>A pooling drawn at random, and its gradient in plain loops.</summary>
internal sealed class PoolCase
{
    private PoolCase(
        long[] input,
        long[] kernel,
        long[] strides,
        long[] dilations,
        long[] pads,
        bool ceil,
        string? autoPad
    )
    {
        (Input, Kernel, Strides, Dilations, Pads) = (input, kernel, strides, dilations, pads);
        Attributes = new Attributes { { "kernel_shape", kernel } };
        // ONNX's defaults are left out at times, so that the kernel has to know them.
        if (strides.Any(s => s != 1))
            Attributes.Add("strides", strides);
        if (dilations.Any(d => d != 1))
            Attributes.Add("dilations", dilations);
        if (autoPad is null && pads.Any(p => p != 0))
            Attributes.Add("pads", pads);
        if (ceil)
            Attributes.Add("ceil_mode", 1);
        Attributes.Add("auto_pad", autoPad);
        var graph = new Graph();
        Output = graph
            .Add("", "MaxPool", [graph.AddInput("x", ElementType.Float32, Shape.Of(input))], Attributes)
            .Output.Shape.ToArray();
    }

    public long[] Input { get; }

    public long[] Output { get; }

    public Attributes Attributes { get; }

    private long[] Kernel { get; }

    private long[] Strides { get; }

    private long[] Dilations { get; }

    private long[] Pads { get; }

    /// <summary>Squares side by side, without padding.</summary>
    public static PoolCase Squares(params long[] input) =>
        new(input, [2, 2], [2, 2], [1, 1], [0, 0, 0, 0], false, null);

    /// <summary>Windows as given.</summary>
    public static PoolCase Of(long[] input, long[] kernel, long[] strides, long[] dilations, long[] pads) =>
        new(input, kernel, strides, dilations, pads, false, null);

    /// <summary>Some windows, each of which sees at least one element.</summary>
    public static PoolCase Draw(Random random)
    {
        int rank = random.Next(1, 4);
        var (sizes, kernel, strides, dilations, pads) = (
            new long[rank],
            new long[rank],
            new long[rank],
            new long[rank],
            new long[2 * rank]
        );
        string? autoPad = random.Next(4) switch
        {
            0 => "SAME_UPPER",
            1 => "SAME_LOWER",
            _ => null,
        };
        bool apart = random.Next(3) == 0;
        for (int i = 0; i < rank; i++)
        {
            kernel[i] = random.Next(1, 4);
            // Together with auto_pad, ONNX Runtime takes neither dilations nor steps over elements.
            strides[i] = apart ? kernel[i] : random.NextInt64(1, autoPad is null ? 4 : kernel[i] + 1);
            dilations[i] = apart || autoPad is not null ? 1 : random.Next(1, 3);
            sizes[i] = dilations[i] * (kernel[i] - 1) + 1 + random.Next(0, 9);
            if (autoPad is null && !apart)
                (pads[i], pads[i + rank]) = (random.NextInt64(kernel[i]), random.NextInt64(kernel[i]));
            if (autoPad is null)
                continue;
            long total = Math.Max(
                0,
                ((sizes[i] + strides[i] - 1) / strides[i] - 1) * strides[i] + kernel[i] - sizes[i]
            );
            pads[i] = autoPad == "SAME_UPPER" ? total / 2 : total - total / 2;
            pads[i + rank] = total - pads[i];
        }
        return new PoolCase(
            [random.Next(1, 4), random.Next(1, 4), .. sizes],
            kernel,
            strides,
            dilations,
            pads,
            autoPad is null && random.Next(2) == 0,
            autoPad
        );
    }

    /// <summary>A graph with the gradient's node, and the pooling itself.</summary>
    public Graph Build()
    {
        var graph = new Graph();
        var x = graph.AddInput("x", ElementType.Float32, Shape.Of(Input));
        var dy = graph.AddInput("dy", ElementType.Float32, Shape.Of(Output));
        graph.AddOutput("dx", graph.Add("kerasharp", "MaxPoolGradient", [x, dy], Attributes.Clone()).Output);
        graph.AddOutput("y", graph.Add("", "MaxPool", [x], Attributes.Clone()).Output);
        return graph;
    }

    /// <summary>The gradient, window by window.</summary>
    public float[] Expected(float[] x, float[] dy)
    {
        var dx = new float[x.Length];
        for (long place = 0; place < dy.Length; place++)
            if (Chosen(x, place) is { } chosen)
                dx[chosen] += dy[place];
        return dx;
    }

    /// <summary>The element that a window chooses: the first of the greatest; null where it sees none.</summary>
    public long? Chosen(float[] x, long place)
    {
        var seen = Seen(place).ToList();
        if (seen.Count == 0)
            return null;
        var numbers = seen.Where(e => !float.IsNaN(x[e])).ToList();
        return numbers.Count == 0 || numbers.Max(e => x[e]) == float.NegativeInfinity
            ? seen[0]
            : numbers.MaxBy(e => x[e]);
    }

    public override string ToString() =>
        $"({string.Join(", ", Input)}) -> ({string.Join(", ", Output)}), "
        + string.Join(
            ", ",
            Attributes.Select(a => $"{a.Key} {(a.Value is long[] numbers ? string.Join(" ", numbers) : a.Value)}")
        );

    private IEnumerable<long> Seen(long place)
    {
        long taps = Kernel.Aggregate(1L, (product, k) => product * k);
        for (long tap = 0; tap < taps; tap++)
        {
            var (restOfPlace, restOfTap, element, stride) = (place, tap, 0L, 1L);
            bool there = true;
            for (int i = Kernel.Length - 1; i >= 0; i--)
            {
                long at = restOfPlace % Output[i + 2] * Strides[i] - Pads[i] + restOfTap % Kernel[i] * Dilations[i];
                there &= at >= 0 && at < Input[i + 2];
                element += at * stride;
                stride *= Input[i + 2];
                restOfPlace /= Output[i + 2];
                restOfTap /= Kernel[i];
            }
            if (there)
                yield return element + restOfPlace * stride;
        }
    }
}
