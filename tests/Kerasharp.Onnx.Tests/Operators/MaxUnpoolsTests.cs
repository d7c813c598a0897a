using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Tests.Gradients;

namespace Kerasharp.Onnx.Tests.Operators;

public sealed class MaxUnpoolsTests
{
    internal static GradientCases Cases { get; } =
        new()
        {
            { "max unpool", d => Unpool(d, toShape: true), true },
            { "max unpool to the size that windows cover", d => Unpool(d, toShape: false), true },
            { "max unpool of what max pool gave", OfPool, true },
        };

    private static GradientCase Unpool(Draw d, bool toShape)
    {
        var window = new Window(d, sideBySide: true);
        long[] dims = [2, 2, .. window.Output];
        long[] whole = [2, 2, .. toShape ? window.Input : window.Output.Zip(window.Kernel, (size, k) => size * k)];
        int count = Count(dims);
        int places = Count(whole);
        int[] chosen = d.Order(places)[..count];
        return new(
            x =>
                Op.MaxUnpool(x[0] * x[0], x[1], window.Kernel, window.Strides, shape: toShape ? Shape.Of(whole) : null),
            d.Normal(dims),
            ConstantTensor.Of<long>(Array.ConvertAll(chosen, i => (long)i), dims)
        )
        {
            Reference = x =>
            {
                var y = new double[places];
                for (int i = 0; i < count; i++)
                    y[chosen[i]] = x[0][i] * x[0][i];
                return y;
            },
        };
    }

    /// <summary>Windows may overlap: an element that several chose is put back once, and has one gradient.</summary>
    private static GradientCase OfPool(Draw d)
    {
        // The operator knows no dilations.
        var window = new Window(d);
        while (window.Dilations.Any(dilation => dilation > 1))
            window = new Window(d);
        long[] whole = [2, 2, .. window.Input];
        var reference = window.Reference;
        return new(
            x =>
            {
                var (values, indices) = Op.MaxPoolWithIndices(
                    x[0],
                    window.Kernel,
                    window.Strides,
                    window.Pads,
                    window.Dilations
                );
                return Op.MaxUnpool(
                    values * values,
                    indices,
                    window.Kernel,
                    window.Strides,
                    window.Pads,
                    Shape.Of(whole)
                );
            },
            d.Distinct(whole)
        )
        {
            Reference = x =>
            {
                double[] greatest = reference.Greatest(x[0], 4);
                int plane = x[0].Length / 4;
                int places = greatest.Length / 4;
                // No two elements are equal, so that the greatest tells its place.
                return x[0]
                    .Select((e, i) => greatest.AsSpan(i / plane * places, places).Contains(e) ? e * e : 0)
                    .ToArray();
            },
        };
    }

    private static int Count(long[] dims) => (int)dims.Aggregate(1L, (product, size) => product * size);
}
