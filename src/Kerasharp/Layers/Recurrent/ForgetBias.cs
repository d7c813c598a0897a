using Kerasharp.Initializers;

namespace Kerasharp.Layers;

/// <summary>A bias of 1 for an LSTM's forget gate, and what another initializer gives for the rest.</summary>
internal sealed class ForgetBias(Initializer rest, int units) : Initializer
{
    public override void Fill(Span<float> values, ReadOnlySpan<long> shape, RandomSource random)
    {
        rest.Fill(values, shape, random);
        values.Slice(units, units).Fill(1);
    }
}
