using Kerasharp.Initializers;

namespace Kerasharp.Data;

/// <summary>Where an element stands, for functions that draw random numbers: the numbers follow from seed, pass and place alone.</summary>
/// <example><code>
/// var turned = data.Map((sample, context) => context.Random.Next(2) == 0 ? sample : Flip(sample), seed: 1);
/// </code></example>
public sealed class MapContext
{
    private readonly ulong _key;
    private KeyedRandom? _random;

    internal MapContext(ulong seed, long pass, long index)
    {
        Pass = pass;
        Index = index;
        _key = KeyedRandom.Key(seed, pass);
    }

    /// <summary>The number of the pass, from 0.</summary>
    public long Pass { get; }

    /// <summary>The number of the element within the pass, from 0.</summary>
    public long Index { get; }

    /// <summary>Random numbers for this element alone, the same in every run and on any number of threads.</summary>
    public Random Random => _random ??= new KeyedRandom(_key, (ulong)Index + 1);

    /// <summary>A number for this element alone.</summary>
    public long Seed => (long)RandomSource.Mix(_key + 0x9E3779B97F4A7C15 * (ulong)(Index + 1));
}
