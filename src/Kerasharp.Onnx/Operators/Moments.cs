using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Mean and variance of a value along axes, which stay as ones, and the value less its mean.</summary>
internal readonly record struct Moments(Value Mean, Value Centred, Value Variance)
{
    /// <summary>Takes the moments.</summary>
    public static Moments Of(Value x, params long[] axes)
    {
        var mean = Op.ReduceMean(x, axes, keepDims: true);
        // As a sum with the negative mean: backwards, too, it is then the mean's few numbers that change their sign.
        var centred = x + -mean;
        // Of the centred elements: the mean of squares less the square of the mean has no digit left where the mean is large.
        return new Moments(mean, centred, Op.ReduceMean(centred * centred, axes, keepDims: true));
    }

    /// <summary>1 / sqrt(variance + epsilon).</summary>
    public Value Inverse(double epsilon) => 1 / Op.Sqrt(Variance + epsilon);
}
