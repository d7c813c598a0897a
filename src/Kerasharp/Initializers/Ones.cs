namespace Kerasharp.Initializers;

/// <summary>All values 1. Keras: <c>ones</c>.</summary>
public sealed class Ones : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<float> values, ReadOnlySpan<long> shape, RandomSource random) => values.Fill(1);
}
