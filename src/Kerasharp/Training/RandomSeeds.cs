using Kerasharp.Initializers;

namespace Kerasharp.Training;

/// <summary>
/// The process's stream of seeds, from which each weight, and each model's training, takes the next one. After
/// <see cref="Utils.SetRandomSeed"/> it begins anew.
/// </summary>
internal static class RandomSeeds
{
    private static readonly Lock Gate = new();
    private static RandomSource s_stream = new((ulong)Random.Shared.NextInt64());

    public static ulong Next()
    {
        lock (Gate)
            return s_stream.NextUInt64();
    }

    public static void Set(int seed)
    {
        lock (Gate)
            s_stream = new RandomSource((ulong)seed, stream: 2);
    }
}
