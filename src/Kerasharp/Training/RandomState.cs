namespace Kerasharp.Training;

/// <summary>What decides the random numbers of a training.</summary>
/// <param name="Seed">The seed of what steps draw.</param>
/// <param name="Step">How many steps have drawn.</param>
/// <param name="ShuffleSeed">The seed of the orders of epochs.</param>
/// <param name="EpochsShuffled">How many epochs have been put in order.</param>
internal readonly record struct RandomState(long Seed, long Step, ulong ShuffleSeed, long EpochsShuffled);
