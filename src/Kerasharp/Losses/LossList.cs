using System.Collections;
using System.Runtime.CompilerServices;
using Kerasharp.Data;

namespace Kerasharp.Losses;

/// <summary>
/// The losses of a model: one for all its outputs; or one for each, as a collection expression in the outputs' order or as a dictionary
/// by their names. Null stands for an output without a loss.
/// </summary>
/// <example><code>
/// LossList one = "mse";
/// LossList two = ["mse", new BinaryCrossentropy(fromLogits: true)];
/// LossList first = ["mse", null];
/// LossList named = new Dictionary&lt;string, Loss&gt; { ["digit"] = "sparse_categorical_crossentropy", ["angle"] = "mse" };
/// </code></example>
[CollectionBuilder(typeof(LossList), nameof(Create))]
public sealed class LossList : IReadOnlyList<Loss?>
{
    private readonly Loss?[] _items;

    /// <summary>Losses in the order of the outputs; null for an output without one.</summary>
    /// <exception cref="ArgumentException">All of them are null.</exception>
    public LossList(params ReadOnlySpan<Loss?> items)
        : this(items.ToArray(), null) { }

    /// <summary>Losses by the outputs' names; null for an output without one.</summary>
    /// <exception cref="ArgumentException">All of them are null.</exception>
    public LossList(IEnumerable<KeyValuePair<string, Loss>> items)
        : this(items.Select(i => (Loss?)i.Value).ToArray(), items.Select(i => i.Key).ToArray()) { }

    private LossList(Loss?[] items, string[]? names)
    {
        if (items.Length > 0 && Array.TrueForAll(items, i => i is null))
            throw new ArgumentException(
                "Null came as the loss of every output; at least one loss was expected. Give a name, an object or a function."
            );
        _items = items;
        Names = names;
    }

    /// <summary>The name of each loss's output, or null where they go by their order.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>The number of losses.</summary>
    public int Count => _items.Length;

    /// <summary>The loss at a place.</summary>
    public Loss? this[int index] => _items[index];

    /// <summary>Makes a list from a collection expression.</summary>
    public static LossList Create(ReadOnlySpan<Loss?> items) => new(items);

    /// <summary>A single loss by its name.</summary>
    /// <exception cref="ArgumentException">There is none of that name; the message lists those there are.</exception>
    public static implicit operator LossList(string name) => new((Loss)name);

    /// <summary>A single loss.</summary>
    public static implicit operator LossList(Loss loss) => new(loss);

    /// <summary>A single loss from a function.</summary>
    public static implicit operator LossList(Func<SymbolicTensor, SymbolicTensor, SymbolicTensor> function) =>
        new((Loss)function);

    /// <summary>Losses by their names, in the order of the outputs.</summary>
    public static implicit operator LossList(string[] names) => new(Array.ConvertAll(names, n => (Loss)n));

    /// <summary>Losses in the order of the outputs.</summary>
    public static implicit operator LossList(Loss?[] losses) => new(losses.AsSpan());

    // A dictionary may say of its values that they can be null, or not; a conversion can only be written once.
#nullable disable annotations
    /// <summary>Losses by the outputs' names; null for an output without one.</summary>
    public static implicit operator LossList(Dictionary<string, Loss> losses) => new(losses);

#nullable restore annotations

    /// <inheritdoc/>
    public IEnumerator<Loss?> GetEnumerator() => ((IEnumerable<Loss?>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The loss of each output, null for none; a single one without a name is that of all.</summary>
    /// <param name="outputs">The names of the model's outputs, in order.</param>
    /// <param name="model">The model's name, for messages.</param>
    /// <exception cref="ArgumentException">There are too many, too few or others.</exception>
    internal IReadOnlyList<Loss?> For(IReadOnlyList<string> outputs, string model) =>
        Count == 1 && Names is null
            ? [.. outputs.Select(_ => _items[0])]
            : NamedItems.InOrder("a loss", "loss", _items, Names, outputs, $"the model '{model}'");
}
