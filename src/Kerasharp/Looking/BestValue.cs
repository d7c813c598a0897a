using Kerasharp.Layers;

namespace Kerasharp.Looking;

/// <summary>Which of a metric's values is the best, as far as its name tells.</summary>
internal static class BestValue
{
    // Words in the names of Keras's metrics and losses.
    private static readonly string[] Large =
    [
        "acc",
        "accuracy",
        "auc",
        "precision",
        "recall",
        "sensitivity",
        "specificity",
        "score",
        "beta",
        "iou",
        "correlation",
        "true",
        "similarity",
    ];

    private static readonly string[] Small =
    [
        "loss",
        "error",
        "mse",
        "mae",
        "mape",
        "msle",
        "rmse",
        "ce",
        "bce",
        "crossentropy",
        "entropy",
        "kld",
        "divergence",
        "hinge",
        "poisson",
        "cosh",
        "logcosh",
        "huber",
        "false",
        "ctc",
        "dice",
        "tversky",
        "circle",
    ];

    /// <summary>Whether a metric should become large (true) or small (false); null where its name says neither.</summary>
    /// <param name="name">Its name, with or without <c>val_</c>, an output's name in front or a number behind.</param>
    public static bool? IsLarge(string name)
    {
        // From the end: what stands in front may be an output's name.
        string words = LayerNames.SnakeCase(name).Replace("io_u", "iou", StringComparison.Ordinal);
        foreach (string word in words.Split('_').Reverse())
        {
            if (Small.Contains(word))
                return false;
            if (Large.Contains(word))
                return true;
        }
        return null;
    }

    /// <summary>The place of the best value; null where there is no finite one, or the name does not tell what is good.</summary>
    public static int? Index(string name, IReadOnlyList<double> values)
    {
        if (IsLarge(name) is not { } large)
            return null;
        int? best = null;
        for (int i = 0; i < values.Count; i++)
        {
            if (!double.IsFinite(values[i]))
                continue;
            if (best is not { } b || (large ? values[i] > values[b] : values[i] < values[b]))
                best = i;
        }
        return best;
    }
}
