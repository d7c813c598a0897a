namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>GridSample in plain float64 loops: each position by itself, one axis within the other.</summary>
/// <param name="Dims">The shape of what is sampled: batch, channels, spatial axes.</param>
/// <param name="Points">The spatial axes of the output.</param>
/// <param name="Mode">bilinear, bicubic or nearest.</param>
/// <param name="Padding">zeros, border or reflection.</param>
/// <param name="Align">Whether -1 and 1 are the centers of the elements at the edges.</param>
internal sealed record GridSampleReference(long[] Dims, long[] Points, string Mode, string Padding, bool Align)
{
    private int Axes => Dims.Length - 2;

    private long Inner => Dims[2..].Aggregate(1L, (product, d) => product * d);

    public double[] Run(double[] x, double[] grid)
    {
        long points = Points.Aggregate(1L, (product, d) => product * d);
        var y = new double[Dims[0] * Dims[1] * points];
        for (long i = 0; i < y.Length; i++)
        {
            var (channel, point) = (i / points, i % points);
            long first = (channel / Dims[1] * points + point) * Axes;
            double[] position = grid[(int)first..(int)(first + Axes)];
            y[i] = Sample(x, channel * Inner, Inner, 0, position);
        }
        return y;
    }

    /// <summary>A position, from -1 to 1, of a place along an axis.</summary>
    public static double Position(double place, long size, bool align) =>
        align ? (size == 1 ? place : place * 2 / (size - 1) - 1) : (place * 2 + 1) / size - 1;

    private double Sample(double[] x, long start, long count, int axis, double[] position)
    {
        if (axis == Axes)
            return x[start];
        long size = Dims[axis + 2];
        double p = position[Axes - 1 - axis];
        double at = Align ? (p + 1) / 2 * (size - 1) : ((p + 1) * size - 1) / 2;
        if (Mode == "nearest")
            return At(Math.Round(at, MidpointRounding.ToEven));
        double floor = Math.Floor(at);
        double part = at - floor;
        return Mode == "bilinear"
            ? (1 - part) * At(floor) + part * At(floor + 1)
            : Far(1 + part) * At(floor - 1)
                + Near(part) * At(floor)
                + Near(1 - part) * At(floor + 1)
                + Far(2 - part) * At(floor + 2);

        double At(double place)
        {
            if (Padding == "zeros" && (place < 0 || place >= size))
                return 0;
            place = Padding == "reflection" ? Reflect(place, size) : Math.Clamp(place, 0, size - 1);
            return Sample(x, start + (long)place * (count / size), count / size, axis + 1, position);
        }
    }

    private double Reflect(double place, long size)
    {
        if (size == 1)
            return 0;
        var (low, high) = Align ? (0, size - 1) : (-0.5, size - 0.5);
        while (place < low || place > high)
            place = place < low ? 2 * low - place : 2 * high - place;
        return place;
    }

    private static double Near(double d) => 1.25 * d * d * d - 2.25 * d * d + 1;

    private static double Far(double d) => -0.75 * (d * d * d - 5 * d * d + 8 * d - 4);
}
