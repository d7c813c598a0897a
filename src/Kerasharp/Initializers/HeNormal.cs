namespace Kerasharp.Initializers;

/// <summary>
/// Truncated normal values of standard deviation <c>sqrt(2 / inputs)</c>, for layers with relu, after He and others (2015).
/// Keras: <c>he_normal</c>.
/// </summary>
/// <param name="seed">A seed of its own; null to draw from the model's stream.</param>
public sealed class HeNormal(int? seed = null) : VarianceScaling(2, "fan_in", "truncated_normal", seed);
