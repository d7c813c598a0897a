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
                return loss.Make(shown ?? loss.Names[0]);
            if (loss.Names.Contains(name))
                return loss.Make(shown ?? name);
        }
        return null;
    }
}
