namespace Kerasharp.Losses;

/// <summary>Keras's names of losses.</summary>
internal static class LossNames
{
    // Of each loss the name by which it goes, then the others that Keras accepts. A loss that was asked for by its function's name or
    // by a short form keeps that name; by the class's name it goes by its own.
    private static readonly (string Class, string[] Names, Func<string, Loss> Make)[] Table =
    [
        ("MeanSquaredError", ["mean_squared_error", "mse", "MSE"], name => new MeanSquaredError(name: name)),
        ("BinaryCrossentropy", ["binary_crossentropy", "bce", "BCE"], name => new BinaryCrossentropy(name: name)),
        ("CategoricalCrossentropy", ["categorical_crossentropy"], name => new CategoricalCrossentropy(name: name)),
        (
            "SparseCategoricalCrossentropy",
            ["sparse_categorical_crossentropy"],
            name => new SparseCategoricalCrossentropy(name: name)
        ),
        ("MeanAbsoluteError", ["mean_absolute_error", "mae", "MAE"], name => new MeanAbsoluteError(name: name)),
        (
            "MeanAbsolutePercentageError",
            ["mean_absolute_percentage_error", "mape", "MAPE"],
            name => new MeanAbsolutePercentageError(name: name)
        ),
        (
            "MeanSquaredLogarithmicError",
            ["mean_squared_logarithmic_error", "msle", "MSLE"],
            name => new MeanSquaredLogarithmicError(name: name)
        ),
        ("Huber", ["huber"], name => new Huber(name: name)),
        ("LogCosh", ["log_cosh"], name => new LogCosh(name: name)),
        ("CosineSimilarity", ["cosine_similarity"], name => new CosineSimilarity(name: name)),
        ("KLDivergence", ["kl_divergence", "kld", "KLD"], name => new KLDivergence(name: name)),
        ("Poisson", ["poisson"], name => new Poisson(name: name)),
        ("BinaryFocalCrossentropy", ["binary_focal_crossentropy"], name => new BinaryFocalCrossentropy(name: name)),
        (
            "CategoricalFocalCrossentropy",
            ["categorical_focal_crossentropy"],
            name => new CategoricalFocalCrossentropy(name: name)
        ),
        (
            "CategoricalGeneralizedCrossEntropy",
            ["categorical_generalized_cross_entropy"],
            name => new CategoricalGeneralizedCrossEntropy(name: name)
        ),
        ("Hinge", ["hinge"], name => new Hinge(name: name)),
        ("SquaredHinge", ["squared_hinge"], name => new SquaredHinge(name: name)),
        ("CategoricalHinge", ["categorical_hinge"], name => new CategoricalHinge(name: name)),
        ("Dice", ["dice"], name => new Dice(name: name)),
        ("Tversky", ["tversky"], name => new Tversky(name: name)),
        ("Circle", ["circle"], name => new Circle(name: name)),
        ("CTC", ["ctc"], name => new CTC(name: name)),
    ];

    /// <summary>All names, those that people write most first.</summary>
    public static IReadOnlyCollection<string> All { get; } =
    [.. Table.SelectMany(loss => loss.Names), .. Table.Select(loss => loss.Class)];

    /// <summary>Makes the loss of a name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public static Loss Get(string name) => Make(name) ?? throw Unknown.Name("loss", name, All);

    /// <summary>Makes the loss of a name, or gives null.</summary>
    /// <param name="name">The name that it is asked for by.</param>
    /// <param name="shown">The name under which it is shown; by default its own.</param>
    public static Loss? Make(string name, string? shown = null)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (var loss in Table)
        {
            if (loss.Class == name)
                return loss.Make(shown ?? OwnName(loss.Class, loss.Names[0]));
            if (loss.Names.Contains(name))
                return loss.Make(shown ?? name);
        }
        return null;
    }

    // The one class whose own name is not its function's.
    private static string OwnName(string className, string function) => className == "Huber" ? "huber_loss" : function;
}
