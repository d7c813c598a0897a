namespace Kerasharp.Metrics;

/// <summary>The harmonic mean of precision and recall of each class: 2 precision · recall / (precision + recall).</summary>
/// <remarks>Keras: <c>keras.metrics.F1Score</c>; by name <c>f1_score</c>.</remarks>
/// <param name="average">
/// How the classes' scores become one: <c>micro</c>, <c>macro</c>, <c>weighted</c>, or null for a score for each class; see
/// <see cref="FBetaScore"/>.
/// </param>
/// <param name="threshold">What predictions must exceed to be a yes, above 0 and at most 1; null for the greatest of an example alone.</param>
/// <param name="name">The name under which it is shown.</param>
/// <exception cref="ArgumentException">An argument is none of those.</exception>
/// <example><code>model.Compile("adam", "bce", metrics: [new F1Score(average: "micro", threshold: 0.5)]);</code></example>
public sealed class F1Score(string? average = null, double? threshold = null, string? name = "f1_score")
    : FBetaScore(average, 1, threshold, name);
