using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Metrics;

/// <summary>Keras's names of metrics. Whatever name one is asked for by is the name under which it is shown.</summary>
internal static class MetricNames
{
    // Of each metric the names by which functions and short forms go, then the class's; those that lack an argument have none.
    private static readonly (string[] Names, Func<string, Metric> Make)[] Metrics =
    [
        (["binary_accuracy", "BinaryAccuracy"], name => new BinaryAccuracy(name: name)),
        (["categorical_accuracy", "CategoricalAccuracy"], name => new CategoricalAccuracy(name)),
        (["sparse_categorical_accuracy", "SparseCategoricalAccuracy"], name => new SparseCategoricalAccuracy(name)),
        (["top_k_categorical_accuracy", "TopKCategoricalAccuracy"], name => new TopKCategoricalAccuracy(name: name)),
        (
            ["sparse_top_k_categorical_accuracy", "SparseTopKCategoricalAccuracy"],
            name => new SparseTopKCategoricalAccuracy(name: name)
        ),
        (["auc", "AUC"], name => new AUC(name: name)),
        (["precision", "Precision"], name => new Precision(name: name)),
        (["recall", "Recall"], name => new Recall(name: name)),
        (["true_positives", "TruePositives"], name => new TruePositives(name: name)),
        (["true_negatives", "TrueNegatives"], name => new TrueNegatives(name: name)),
        (["false_positives", "FalsePositives"], name => new FalsePositives(name: name)),
        (["false_negatives", "FalseNegatives"], name => new FalseNegatives(name: name)),
        (["f1_score", "F1Score"], name => new F1Score(name: name)),
        (["f_beta_score", "fbeta_score", "FBetaScore"], name => new FBetaScore(name: name)),
        (["binary_io_u", "BinaryIoU"], name => new BinaryIoU(name: name)),
        (["pearson_correlation", "PearsonCorrelation"], name => new PearsonCorrelation(name: name)),
        (["concordance_correlation", "ConcordanceCorrelation"], name => new ConcordanceCorrelation(name: name)),
        (["binary_crossentropy", "bce", "BCE", "BinaryCrossentropy"], name => new BinaryCrossentropy(name: name)),
        (["categorical_crossentropy", "CategoricalCrossentropy"], name => new CategoricalCrossentropy(name: name)),
        (
            ["sparse_categorical_crossentropy", "SparseCategoricalCrossentropy"],
            name => new SparseCategoricalCrossentropy(name: name)
        ),
        (["kl_divergence", "kld", "KLD", "KLDivergence"], name => new KLDivergence(name)),
        (["poisson", "Poisson"], name => new Poisson(name)),
        (["mean_squared_error", "mse", "MSE", "MeanSquaredError"], name => new MeanSquaredError(name)),
        (["root_mean_squared_error", "RootMeanSquaredError"], name => new RootMeanSquaredError(name)),
        (["mean_absolute_error", "mae", "MAE", "MeanAbsoluteError"], name => new MeanAbsoluteError(name)),
        (
            ["mean_absolute_percentage_error", "mape", "MAPE", "MeanAbsolutePercentageError"],
            name => new MeanAbsolutePercentageError(name)
        ),
        (
            ["mean_squared_logarithmic_error", "msle", "MSLE", "MeanSquaredLogarithmicError"],
            name => new MeanSquaredLogarithmicError(name)
        ),
        (["cosine_similarity", "CosineSimilarity"], name => new CosineSimilarity(name: name)),
        (["log_cosh_error", "log_cosh", "logcosh", "LogCoshError"], name => new LogCoshError(name)),
        (["r2_score", "R2Score"], name => new R2Score(name: name)),
        (["hinge", "Hinge"], name => new Hinge(name)),
        (["squared_hinge", "SquaredHinge"], name => new SquaredHinge(name)),
        (["categorical_hinge", "CategoricalHinge"], name => new CategoricalHinge(name)),
        (["mean", "Mean"], name => new Mean(name)),
        (["sum", "Sum"], name => new Sum(name)),
    ];

    private static readonly Dictionary<string, Func<string, Metric>> Table = Metrics
        .SelectMany(m => m.Names.Select(name => KeyValuePair.Create(name, m.Make)))
        .ToDictionary();

    /// <summary>All names.</summary>
    public static IReadOnlyCollection<string> All { get; } =
    [.. new[] { "accuracy", "acc" }.Concat(Table.Keys).Append("crossentropy").Append("ce").Union(LossNames.All)];

    /// <summary>What makes the metric of a name, once the shapes of target and output are known.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Func<Shape, Shape, Metric> Get(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (IsOneOf(name, "accuracy", "acc"))
            return (target, output) => Of("accuracy", name, target, output);
        if (IsOneOf(name, "crossentropy", "ce"))
            return (target, output) => Of("crossentropy", name, target, output);
        if (Table.TryGetValue(name, out var make))
            return (_, _) => make(name);
        if (LossNames.Make(name, name) is not null)
            return (_, _) => new LossMetric(LossNames.Make(name, name)!);
        throw Unknown.Name("metric", name, All);
    }

    private static bool IsOneOf(string name, string word, string abbreviation) =>
        name.Equals(word, StringComparison.OrdinalIgnoreCase)
        || name.Equals(abbreviation, StringComparison.OrdinalIgnoreCase);

    /// <summary>Keras's choice of an accuracy or crossentropy: <c>is_binary_or_sparse_categorical</c>.</summary>
    private static Metric Of(string what, string name, Shape target, Shape output)
    {
        if (output.Rank > 0 && output[-1].IsOne)
            return Table[$"binary_{what}"](name);
        bool isSparse = target.Rank < output.Rank || (target.Rank > 0 && target[-1].IsOne);
        return Table[isSparse ? $"sparse_categorical_{what}" : $"categorical_{what}"](name);
    }
}
