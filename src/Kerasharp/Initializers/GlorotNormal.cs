namespace Kerasharp.Initializers;

/// <summary>
/// Truncated normal values of standard deviation <c>sqrt(2 / (inputs + outputs))</c>, after Glorot and Bengio (2010).
/// Keras: <c>glorot_normal</c>.
/// </summary>
/// <param name="seed">A seed of its own; null to draw from the model's stream.</param>
public sealed class GlorotNormal(int? seed = null) : VarianceScaling(1, "fan_avg", "truncated_normal", seed);
