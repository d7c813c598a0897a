namespace Kerasharp.Datasets;

/// <summary>A data set in two parts without a sample in common: one to learn from, one to judge the result by.</summary>
/// <remarks>Taken apart as <c>var (train, test) = Digits.Load();</c>.</remarks>
/// <typeparam name="TX">The type of the samples' elements.</typeparam>
/// <typeparam name="TY">The type of the labels.</typeparam>
/// <param name="Train">The samples to train with.</param>
/// <param name="Test">The samples that training must not see.</param>
public sealed record DataSplit<TX, TY>(LabeledData<TX, TY> Train, LabeledData<TX, TY> Test);
