using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Metrics;

/// <summary>Keras's names of metrics. Whatever name one is asked for by is the name under which it is shown.</summary>
internal static class MetricNames
{
    private static readonly Dictionary<string, Func<string, Metric>> Table = new()
    {
        ["binary_accuracy"] = name => new BinaryAccuracy(name: name),
        ["categorical_accuracy"] = name => new CategoricalAccuracy(name),
        ["sparse_categorical_accuracy"] = name => new SparseCategoricalAccuracy(name),
        ["BinaryAccuracy"] = name => new BinaryAccuracy(name: name),
        ["CategoricalAccuracy"] = name => new CategoricalAccuracy(name),
        ["SparseCategoricalAccuracy"] = name => new SparseCategoricalAccuracy(name),
    };

    /// <summary>All names.</summary>
    public static IReadOnlyCollection<string> All { get; } = ["accuracy", "acc", .. Table.Keys, .. LossNames.All];

    /// <summary>What makes the metric of a name, once the shapes of target and output are known.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Func<Shape, Shape, Metric> Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (
            name.Equals("accuracy", StringComparison.OrdinalIgnoreCase)
            || name.Equals("acc", StringComparison.OrdinalIgnoreCase)
        )
            return (target, output) => Accuracy(name, target, output);
        if (Table.TryGetValue(name, out var make))
            return (_, _) => make(name);
        if (LossNames.Make(name, name) is not null)
            return (_, _) => new LossMetric(LossNames.Make(name, name)!);
        throw Unknown.Name("metric", name, All);
    }

    /// <summary>Keras's choice of an accuracy: <c>is_binary_or_sparse_categorical</c>.</summary>
    private static Metric Accuracy(string name, Shape target, Shape output)
    {
        if (output.Rank > 0 && output[-1].IsOne)
            return new BinaryAccuracy(name: name);
        bool isSparse = target.Rank < output.Rank || (target.Rank > 0 && target[-1].IsOne);
        return isSparse ? new SparseCategoricalAccuracy(name) : new CategoricalAccuracy(name);
    }
}
