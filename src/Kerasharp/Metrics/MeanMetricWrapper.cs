using System.Text.Json.Nodes;
using Kerasharp.Losses;
using Kerasharp.Saving;

namespace Kerasharp.Metrics;

/// <summary>A function as a metric: the mean over all examples of what it makes of targets and predictions.</summary>
/// <remarks>
/// Keras: <c>keras.metrics.MeanMetricWrapper</c>. A function that needs further arguments closes over them. To be written to a file it
/// must be registered: <see cref="CustomObjects.Register(string, Func{SymbolicTensor, SymbolicTensor, SymbolicTensor})"/>.
/// </remarks>
/// <example><code>new MeanMetricWrapper((y, p) => Ops.Mean(Ops.Absolute(y - p), -1), "distance")</code></example>
public sealed class MeanMetricWrapper : MeanMetric
{
    // As a loss the function gets targets of the predictions' type and rank; so it does here, that one function serves as both.
    private readonly Loss _loss;

    /// <summary>A metric of a function.</summary>
    /// <param name="fn">Makes of targets and predictions, both of shape (batch, ...), a value for each example.</param>
    /// <param name="name">The name under which it is shown; by default <c>mean_metric_wrapper</c>.</param>
    public MeanMetricWrapper(Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> fn, string? name = null)
        : base(name)
    {
        Fn = fn;
        _loss = Loss.From(fn, Name);
    }

    /// <summary>The function.</summary>
    public Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> Fn { get; }

    /// <summary>Name and function, the latter by the name that it is registered under.</summary>
    /// <exception cref="NotSupportedException">The function is not registered.</exception>
    public override JsonObject GetConfig() =>
        new()
        {
            ["name"] = Name,
            ["fn"] =
                CustomObjects.NameOf(Fn)
                ?? throw new NotSupportedException(
                    $"The metric '{Name}' has a function that is not registered, so it cannot be written to a file. Register it: CustomObjects.Register(\"{Name}\", function)."
                ),
        };

    internal static MeanMetricWrapper Read(JsonObject config) =>
        config["fn"] is JsonValue fn
        && fn.TryGetValue(out string? function)
        && CustomObjects.Function(function) is Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> found
            ? new(found, config["name"]?.GetValue<string>())
            : throw new ArgumentException(
                $"A configuration of MeanMetricWrapper came with 'fn' of {config["fn"]?.ToJsonString() ?? "null"}, which is no registered function. Register it: CustomObjects.Register(name, function)."
            );

    /// <summary>What the function makes of them.</summary>
    /// <param name="yTrue">Targets, of shape (batch, ...), as they were given.</param>
    /// <param name="yPred">Predictions, of shape (batch, ...).</param>
    /// <returns>Numbers, of shape (batch, ...).</returns>
    protected override SymbolicTensor Call(SymbolicTensor yTrue, SymbolicTensor yPred) =>
        _loss.PerExample(yTrue, yPred);
}
