namespace Kerasharp.Initializers;

/// <summary>The square roots of what another initializer gives: deviations of variances.</summary>
internal sealed class SquareRoots(Initializer variances) : Initializer
{
    /// <inheritdoc/>
    public override void Fill(Span<float> values, ReadOnlySpan<long> shape, RandomSource random)
    {
        variances.Fill(values, shape, random);
        foreach (ref float value in values)
            value = MathF.Sqrt(value);
    }
}
