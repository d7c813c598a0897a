namespace Kerasharp.Initializers;

/// <summary>
/// Truncated normal values of standard deviation <c>sqrt(2 / (inputs + outputs))</c>, after Glorot and Bengio (2010).
/// Keras: <c>glorot_normal</c>.
/// </summary>
/// <param name="seed">A seed of its own; null to draw from the model's stream.</param>
/// <param name="inputAxes">The axes that are inputs; null to count as Keras does. With <paramref name="outputAxes"/> only.</param>
/// <param name="outputAxes">The axes that are outputs.</param>
public sealed class GlorotNormal(int? seed = null, int[]? inputAxes = null, int[]? outputAxes = null)
    : VarianceScaling(1, "fan_avg", "truncated_normal", seed, inputAxes, outputAxes);
