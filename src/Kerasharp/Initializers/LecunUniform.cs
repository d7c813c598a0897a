namespace Kerasharp.Initializers;

/// <summary>
/// Values spread evenly within plus and minus <c>sqrt(3 / inputs)</c>, for layers with selu, after LeCun and others (1998).
/// Keras: <c>lecun_uniform</c>.
/// </summary>
/// <param name="seed">A seed of its own; null to draw from the model's stream.</param>
/// <param name="inputAxes">The axes that are inputs; null to count as Keras does. With <paramref name="outputAxes"/> only.</param>
/// <param name="outputAxes">The axes that are outputs.</param>
public sealed class LecunUniform(int? seed = null, int[]? inputAxes = null, int[]? outputAxes = null)
    : VarianceScaling(1, "fan_in", "uniform", seed, inputAxes, outputAxes);
