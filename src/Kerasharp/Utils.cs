using Kerasharp.Layers;
using Kerasharp.Training;

namespace Kerasharp;

public static partial class Utils
{
    /// <summary>
    /// Makes what follows repeatable: weights, shuffling and dropout of models made after this call depend on the seed alone. With the
    /// same seed, number of threads, library version and vector width, a program gives the same losses bit for bit.
    /// </summary>
    /// <param name="seed">Any number.</param>
    /// <remarks>Keras: <c>keras.utils.set_random_seed</c>.</remarks>
    public static void SetRandomSeed(int seed) => RandomSeeds.Set(seed);

    /// <summary>Numbers the names of layers from the first again: <c>dense</c>, <c>dense_1</c>.</summary>
    /// <remarks>Keras: <c>keras.utils.clear_session</c>.</remarks>
    public static void ClearSession() => LayerNames.Reset();
}
