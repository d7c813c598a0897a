namespace Kerasharp.Optimizers;

/// <summary>A weight and its gradient in a step.</summary>
/// <param name="Weight">The weight.</param>
/// <param name="Gradient">The gradient, in the weight's shape.</param>
public readonly record struct WeightGradient(Weight Weight, SymbolicTensor Gradient);
