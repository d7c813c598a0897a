using System.Collections;
using System.Runtime.CompilerServices;
using Kerasharp.Data;

namespace Kerasharp.Losses;

/// <summary>
/// How much the loss of each output counts: a collection expression in the outputs' order, or a dictionary by their names.
/// </summary>
/// <example><code>
/// LossWeightList ordered = [1, 0.2];
/// LossWeightList named = new Dictionary&lt;string, double&gt; { ["digit"] = 1, ["angle"] = 0.2 };
/// </code></example>
[CollectionBuilder(typeof(LossWeightList), nameof(Create))]
public sealed class LossWeightList : IReadOnlyList<double>
{
    private readonly double[] _items;

    /// <summary>Weights in the order of the outputs.</summary>
    /// <exception cref="ArgumentException">One of them is no finite number.</exception>
    public LossWeightList(params ReadOnlySpan<double> items)
        : this(items.ToArray(), null) { }

    /// <summary>Weights by the outputs' names.</summary>
    /// <exception cref="ArgumentException">One of them is no finite number.</exception>
    public LossWeightList(IEnumerable<KeyValuePair<string, double>> items)
        : this(items.Select(i => i.Value).ToArray(), items.Select(i => i.Key).ToArray()) { }

    private LossWeightList(double[] items, string[]? names)
    {
        if (Array.FindIndex(items, i => !double.IsFinite(i)) is >= 0 and int wrong)
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The loss weight {items[wrong]} came; finite numbers were expected. 1 leaves a loss as it is."
                )
            );
        _items = items;
        Names = names;
    }

    /// <summary>The name of each weight's output, or null where they go by their order.</summary>
    public IReadOnlyList<string>? Names { get; }

    /// <summary>The number of weights.</summary>
    public int Count => _items.Length;

    /// <summary>The weight at a place.</summary>
    public double this[int index] => _items[index];

    /// <summary>Makes a list from a collection expression.</summary>
    public static LossWeightList Create(ReadOnlySpan<double> items) => new(items);

    /// <summary>Weights in the order of the outputs.</summary>
    public static implicit operator LossWeightList(double[] weights) => new(weights.AsSpan());

    /// <summary>Weights by the outputs' names.</summary>
    public static implicit operator LossWeightList(Dictionary<string, double> weights) => new(weights);

    /// <inheritdoc/>
    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)_items).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>The weight of each output's loss. An output without a loss need not be named.</summary>
    /// <param name="outputs">The names of the model's outputs, in order.</param>
    /// <param name="losses">Their losses.</param>
    /// <param name="model">The model's name, for messages.</param>
    /// <exception cref="ArgumentException">There are too many, too few or others.</exception>
    internal double[] For(IReadOnlyList<string> outputs, IReadOnlyList<Loss?> losses, string model)
    {
        string[] idle = Names is null
            ? []
            : [.. outputs.Where((name, i) => losses[i] is null && !Names.Contains(name))];
        return NamedItems.InOrder(
            "a number",
            "lossWeights",
            [.. _items, .. idle.Select(_ => 1.0)],
            Names is null ? null : [.. Names, .. idle],
            outputs,
            $"the model '{model}'"
        );
    }
}
