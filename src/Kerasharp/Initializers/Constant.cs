namespace Kerasharp.Initializers;

/// <summary>All values the same. Keras: <c>constant</c>.</summary>
/// <param name="value">The value.</param>
public sealed class Constant(double value = 0) : Initializer
{
    /// <summary>The value that every element gets.</summary>
    public double Value { get; } = value;

    /// <inheritdoc/>
    public override void Fill(Span<float> values, ReadOnlySpan<long> shape, RandomSource random) =>
        values.Fill((float)Value);
}
