using Kerasharp.Data;

namespace Kerasharp.Layers;

/// <summary>
/// Values of a data set and how many numbers each stands for, from which Keras estimates quantiles. Its arithmetic is followed step by
/// step, where it is in single precision too, so that the same data give the same boundaries.
/// </summary>
internal readonly record struct QuantileSummary(double[] Values, double[] Weights)
{
    /// <summary>A summary of all elements: about 1 / epsilon of them, at equal distances in their order.</summary>
    public static QuantileSummary Of(TensorData data, double epsilon)
    {
        var sorted = new float[checked(data.Count * data.RowLength)];
        using (var reader = new ElementReader(data))
            reader.Read<float>(0, sorted);
        Array.Sort(sorted);
        double step = Math.Max(sorted.Length / (1.0 / epsilon), 1);
        var values = new List<double>();
        for (long at = (long)(step - 1); at < sorted.Length; at += (long)step)
            values.Add(sorted[at]);
        var weights = new double[values.Count];
        Array.Fill(weights, (float)step);
        return new QuantileSummary([.. values], weights).Compressed(epsilon);
    }

    /// <summary>What divides the numbers into bins of about equally many.</summary>
    public double[] Boundaries(int bins) => Compressed(1.0 / bins).Values[..^1];

    /// <summary>As many values as epsilon asks for, between those there are.</summary>
    private QuantileSummary Compressed(double epsilon)
    {
        if (Values.Length * epsilon < 1)
            return this;
        var sums = new double[Weights.Length];
        float sum = 0;
        for (int i = 0; i < sums.Length; i++)
            sums[i] = sum += (float)Weights[i];
        double[] shares = Array.ConvertAll(sums, s => (double)((float)s / sum));
        var percents = new double[(int)Math.Ceiling(1.0 / epsilon)];
        for (int i = 0; i < percents.Length; i++)
            percents[i] = epsilon + i * epsilon;
        var values = Values;
        double[] newValues = Array.ConvertAll(percents, p => (double)(float)Interpolate(p, shares, values));
        double[] newSums = Array.ConvertAll(percents, p => Interpolate(p, shares, sums));
        var newWeights = new double[percents.Length];
        for (int i = 0; i < newWeights.Length; i++)
            newWeights[i] = (float)(newSums[i] - (i == 0 ? 0 : newSums[i - 1]));
        return new QuantileSummary(newValues, newWeights);
    }

    /// <summary>The ordinate at x of the line through points, constant beyond the first and the last.</summary>
    private static double Interpolate(double x, double[] xs, double[] ys)
    {
        int at = Array.BinarySearch(xs, x);
        if (at < 0)
            at = ~at - 1;
        if (at < 0)
            return ys[0];
        if (at >= xs.Length - 1)
            return ys[^1];
        return xs[at] == x ? ys[at] : (ys[at + 1] - ys[at]) / (xs[at + 1] - xs[at]) * (x - xs[at]) + ys[at];
    }
}
