namespace Kerasharp.Initializers;

/// <summary>
/// Truncated normal values of standard deviation <c>sqrt(2 / inputs)</c>, for layers with relu, after He and others (2015).
/// Keras: <c>he_normal</c>.
/// </summary>
/// <param name="seed">A seed of its own; null to draw from the model's stream.</param>
/// <param name="inputAxes">The axes that are inputs; null to count as Keras does. With <paramref name="outputAxes"/> only.</param>
/// <param name="outputAxes">The axes that are outputs.</param>
public sealed class HeNormal(int? seed = null, int[]? inputAxes = null, int[]? outputAxes = null)
    : VarianceScaling(2, "fan_in", "truncated_normal", seed, inputAxes, outputAxes);
