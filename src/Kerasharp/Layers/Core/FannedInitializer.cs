using Kerasharp.Initializers;

namespace Kerasharp.Layers;

/// <summary>Fills a kernel of any axes as the matrix (inputs, outputs) that it stands for, by whose sides the variance is scaled.</summary>
internal sealed class FannedInitializer(Initializer inner, long inputs, long outputs) : Initializer
{
    public override void Fill(Span<float> values, ReadOnlySpan<long> shape, RandomSource random) =>
        inner.Fill(values, [inputs, outputs], random);
}
