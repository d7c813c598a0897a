namespace Kerasharp.Training;

/// <summary>What decides the random numbers of a training.</summary>
/// <param name="Seed">The seed of what steps draw.</param>
/// <param name="Step">How many steps have drawn.</param>
/// <param name="ShuffleSeed">The seed of the orders of passes over the data.</param>
/// <param name="Passes">How many passes have been made.</param>
internal readonly record struct RandomState(long Seed, long Step, ulong ShuffleSeed, long Passes);
