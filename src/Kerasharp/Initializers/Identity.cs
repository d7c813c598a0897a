namespace Kerasharp.Initializers;

/// <summary>The identity matrix, times a factor; for matrices only. Keras: <c>identity</c>.</summary>
/// <param name="gain">The factor: what stands on the diagonal.</param>
public sealed class Identity(double gain = 1) : Initializer
{
    /// <summary>What stands on the diagonal.</summary>
    public double Gain { get; } = gain;

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shape has not exactly two axes.</exception>
    public override void Fill(Span<float> values, ReadOnlySpan<long> shape, RandomSource random)
    {
        if (shape.Length != 2)
            throw new ArgumentException(
                $"A weight of shape {ShapeText.Of(shape)} came to the initializer Identity, which makes matrices (rows, columns) only. "
                    + "Take another initializer for this weight, such as \"orthogonal\".",
                nameof(shape)
            );
        values.Clear();
        for (long i = 0; i < Math.Min(shape[0], shape[1]); i++)
            values[checked((int)((i * shape[1]) + i))] = (float)Gain;
    }
}
