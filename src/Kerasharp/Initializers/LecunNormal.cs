namespace Kerasharp.Initializers;

/// <summary>
/// Truncated normal values of standard deviation <c>sqrt(1 / inputs)</c>, for layers with selu, after Klambauer and others (2017).
/// Keras: <c>lecun_normal</c>.
/// </summary>
/// <param name="seed">A seed of its own; null to draw from the model's stream.</param>
/// <param name="inputAxes">The axes that are inputs; null to count as Keras does. With <paramref name="outputAxes"/> only.</param>
/// <param name="outputAxes">The axes that are outputs.</param>
public sealed class LecunNormal(int? seed = null, int[]? inputAxes = null, int[]? outputAxes = null)
    : VarianceScaling(1, "fan_in", "truncated_normal", seed, inputAxes, outputAxes);
