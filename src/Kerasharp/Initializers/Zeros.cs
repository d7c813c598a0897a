namespace Kerasharp.Initializers;

/// <summary>All values 0. Keras: <c>zeros</c>.</summary>
public sealed class Zeros : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<float> values, ReadOnlySpan<long> shape, RandomSource random) => values.Clear();
}
