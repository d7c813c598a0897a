using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Saving;

namespace Kerasharp.Metrics;

/// <summary>
/// A metric as it is asked for: an object, a name, or a function of targets and predictions. All three convert to it; what
/// <c>"accuracy"</c> means is decided when the shapes of targets and predictions are known.
/// </summary>
public sealed class MetricSpec
{
    private readonly Func<Shape, Shape, Metric> _make;
    private readonly Func<JsonNode> _serialize;

    private MetricSpec(Func<Shape, Shape, Metric> make, Func<JsonNode> serialize) =>
        (_make, _serialize) = (make, serialize);

    /// <summary>The names that are accepted in place of an object.</summary>
    public static IReadOnlyCollection<string> Names => MetricNames.All;

    /// <summary>The metric of a name, such as <c>accuracy</c> or <c>mse</c>; every loss's name is one of a metric, too.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    public static implicit operator MetricSpec(string name) => new(MetricNames.Get(name), () => JsonValue.Create(name));

    /// <summary>A metric.</summary>
    public static implicit operator MetricSpec(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return new((_, _) => metric, () => SerializedObject.Of(metric));
    }

    /// <summary>A function from targets and predictions to a value for each example, of which the mean is shown.</summary>
    public static implicit operator MetricSpec(Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new((_, _) => MeanMetric.From(function), () => SerializedObject.Of(MeanMetric.From(function)));
    }

    /// <summary>As Keras writes it: a name, or an object with its configuration.</summary>
    /// <exception cref="NotSupportedException">It is a function that is not registered, or holds what cannot be written.</exception>
    internal JsonNode Serialize() => _serialize();

    /// <summary>What <see cref="Serialize"/>, or Keras, wrote.</summary>
    /// <exception cref="ArgumentException">The class or name is not known.</exception>
    internal static MetricSpec Deserialize(JsonNode node) =>
        node is JsonObject serialized ? SerializedObject.Make<Metric>(serialized) : node.GetValue<string>();

    /// <summary>The metric for targets and an output of these shapes, the first dimension being the batch.</summary>
    internal Metric Resolve(Shape target, Shape output) => _make(target, output);
}
