namespace Kerasharp.Datasets;

/// <summary>A set of texts in two parts without a text in common: one to learn from, one to judge the result by.</summary>
/// <remarks>Taken apart as <c>var (train, test) = Imdb.Load();</c>.</remarks>
/// <param name="Train">The texts to train with.</param>
/// <param name="Test">The texts that training must not see.</param>
public sealed record SequenceSplit(SequenceData Train, SequenceData Test);
