using Kerasharp.Initializers;

namespace Kerasharp.Training;

/// <summary>
/// The process's stream of seeds, from which each weight, and each model's training, takes the next one. After
/// <see cref="Utils.SetRandomSeed"/> it begins anew.
/// </summary>
internal static class RandomSeeds
{
    private static readonly Lock Gate = new();

    [ThreadStatic]
    private static RandomSource? t_aside;
    private static RandomSource s_stream = new((ulong)Random.Shared.NextInt64());

    public static ulong Next()
    {
        if (t_aside is not null)
            return t_aside.NextUInt64();
        lock (Gate)
            return s_stream.NextUInt64();
    }

    /// <summary>Takes seeds from a stream of its own until the result is disposed, on this thread.</summary>
    public static IDisposable Aside() => new Detour();

    public static void Set(int seed)
    {
        lock (Gate)
            s_stream = new RandomSource((ulong)seed, stream: 2);
    }

    private sealed class Detour : IDisposable
    {
        private readonly RandomSource? _before = t_aside;

        public Detour() => t_aside = new RandomSource(0);

        public void Dispose() => t_aside = _before;
    }
}
