namespace Kerasharp.Initializers;

/// <summary>
/// Values spread evenly within plus and minus <c>sqrt(6 / (inputs + outputs))</c>, after Glorot and Bengio (2010).
/// Keras: <c>glorot_uniform</c>.
/// </summary>
/// <param name="seed">A seed of its own; null to draw from the model's stream.</param>
public sealed class GlorotUniform(int? seed = null) : VarianceScaling(1, "fan_avg", "uniform", seed);
