namespace Kerasharp.Onnx.Tests.Operators;

/// <summary>Convolution and pooling in plain float64 loops, from the formulas, for one to three spatial dimensions.</summary>
internal sealed record WindowReference(
    long[] Input,
    long[] Kernel,
    long[] Strides,
    long[] Dilations,
    long[] Before,
    long[] Output
)
{
    /// <summary>Pairs of places (in the flat spatial input and output) and the place in the kernel that joins them.</summary>
    private List<(int Input, int Output, int Tap)> Pairs { get; } =
        Join(Input, Kernel, Strides, Dilations, Before, Output);

    /// <summary>Whether every window sees an element of the input; a dilated one may lie in the padding alone.</summary>
    public bool SeesInput => Pairs.Select(p => p.Output).Distinct().Count() == Count(Output);

    private static int Count(long[] dims) => (int)dims.Aggregate(1L, (product, d) => product * d);

    /// <summary>x (batch, channels, input), w (filters, channels / group, kernel): (batch, filters, output).</summary>
    public double[] Convolve(double[] x, double[] w, double[]? b, int batch, int channels, int filters, int group)
    {
        int places = Count(Output);
        var y = new double[batch * filters * places];
        foreach (var (n, f, c) in Channels(batch, channels, filters, group))
        foreach (var (from, to, tap) in Pairs)
            y[(n * filters + f) * places + to] +=
                x[(n * channels + f / (filters / group) * (channels / group) + c) * Count(Input) + from]
                * w[(f * (channels / group) + c) * Count(Kernel) + tap];
        AddBias(y, b, filters, places);
        return y;
    }

    /// <summary>
    /// The transpose of the convolution from Input to Output: x (batch, filters, output), w (filters, channels / group, kernel):
    /// (batch, channels, input).
    /// </summary>
    public double[] Spread(double[] x, double[] w, double[]? b, int batch, int channels, int filters, int group)
    {
        int places = Count(Input);
        var y = new double[batch * channels * places];
        foreach (var (n, f, c) in Channels(batch, channels, filters, group))
        foreach (var (to, from, tap) in Pairs)
            y[(n * channels + f / (filters / group) * (channels / group) + c) * places + to] +=
                x[(n * filters + f) * Count(Output) + from] * w[(f * (channels / group) + c) * Count(Kernel) + tap];
        AddBias(y, b, channels, places);
        return y;
    }

    /// <summary>The weight's gradient: x (batch, channels, input), dy (batch, filters, output): (filters, channels / group, kernel).</summary>
    public double[] Weigh(double[] x, double[] dy, int batch, int channels, int filters, int group = 1)
    {
        var dw = new double[filters * (channels / group) * Count(Kernel)];
        foreach (var (n, f, c) in Channels(batch, channels, filters, group))
        foreach (var (from, to, tap) in Pairs)
            dw[(f * (channels / group) + c) * Count(Kernel) + tap] +=
                x[(n * channels + f / (filters / group) * (channels / group) + c) * Count(Input) + from]
                * dy[(n * filters + f) * Count(Output) + to];
        return dw;
    }

    /// <summary>The greatest of each window of each of the rows.</summary>
    public double[] Greatest(double[] x, int rows)
    {
        var y = new double[rows * Count(Output)];
        Array.Fill(y, double.NegativeInfinity);
        for (int row = 0; row < rows; row++)
            foreach (var (from, to, _) in Pairs)
                y[row * Count(Output) + to] = Math.Max(y[row * Count(Output) + to], x[row * Count(Input) + from]);
        return y;
    }

    /// <summary>The gradient of <see cref="Greatest"/>: each window's goes to its greatest element.</summary>
    public double[] HandBack(double[] x, double[] dy, int rows)
    {
        var dx = new double[rows * Count(Input)];
        for (int row = 0; row < rows; row++)
            foreach (var window in Pairs.GroupBy(p => p.Output))
                dx[row * Count(Input) + window.MaxBy(p => x[row * Count(Input) + p.Input]).Input] += dy[
                    row * Count(Output) + window.Key
                ];
        return dx;
    }

    /// <summary>The sum of a function of what each window of each of the rows sees.</summary>
    public double[] Sum(double[] x, int rows, Func<double, double> function)
    {
        var y = new double[rows * Count(Output)];
        for (int row = 0; row < rows; row++)
            foreach (var (from, to, _) in Pairs)
                y[row * Count(Output) + to] += function(x[row * Count(Input) + from]);
        return y;
    }

    /// <summary>The mean of each window of each of the rows; 0 where it sees nothing.</summary>
    /// <param name="x">The elements.</param>
    /// <param name="rows">How many rows there are.</param>
    /// <param name="after">The padding after each axis, if padding counts; what windows have beyond it does not.</param>
    public double[] Mean(double[] x, int rows, long[]? after)
    {
        var sums = Sum(x, rows, e => e);
        var counted = this;
        if (after is not null)
        {
            // As if the padding were input.
            var whole = Enumerable.Range(0, Input.Length).Select(i => Before[i] + Input[i] + after[i]).ToArray();
            counted = new(whole, Kernel, Strides, Dilations, new long[Input.Length], Output);
        }
        var counts = counted.Pairs.GroupBy(p => p.Output).ToDictionary(g => g.Key, g => g.Count());
        return sums.Select((s, i) => s == 0 ? 0 : s / counts[i % Count(Output)]).ToArray();
    }

    /// <summary>Columns (rows, taps, places), each put back to where a window saw it, and summed.</summary>
    public double[] Fold(double[] columns, int rows)
    {
        var (taps, places) = (Count(Kernel), Count(Output));
        var image = new double[rows * Count(Input)];
        for (int row = 0; row < rows; row++)
            foreach (var (to, from, tap) in Pairs)
                image[row * Count(Input) + to] += columns[(row * taps + tap) * places + from];
        return image;
    }

    private static IEnumerable<(int, int, int)> Channels(int batch, int channels, int filters, int group)
    {
        for (int n = 0; n < batch; n++)
        for (int f = 0; f < filters; f++)
        for (int c = 0; c < channels / group; c++)
            yield return (n, f, c);
    }

    private static void AddBias(double[] y, double[]? b, int channels, int places)
    {
        for (int i = 0; b is not null && i < y.Length; i++)
            y[i] += b[i / places % channels];
    }

    private static List<(int, int, int)> Join(
        long[] input,
        long[] kernel,
        long[] strides,
        long[] dilations,
        long[] before,
        long[] output
    )
    {
        var pairs = new List<(int, int, int)>();
        for (int to = 0; to < Count(output); to++)
        for (int tap = 0; tap < Count(kernel); tap++)
        {
            long from = 0;
            bool inside = true;
            for (int i = 0; i < input.Length; i++)
            {
                long place = Index(output, to, i) * strides[i] + Index(kernel, tap, i) * dilations[i] - before[i];
                inside &= place >= 0 && place < input[i];
                from = from * input[i] + place;
            }
            if (inside)
                pairs.Add(((int)from, to, tap));
        }
        return pairs;
    }

    private static long Index(long[] dims, long flat, int axis) => flat / Count(dims[(axis + 1)..]) % dims[axis];
}
