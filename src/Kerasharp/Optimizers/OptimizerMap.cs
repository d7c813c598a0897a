using System.Collections;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Kerasharp.Saving;

namespace Kerasharp.Optimizers;

/// <summary>
/// Which optimizer changes which weight: by the weight's path, or by a regular expression that matches the whole path; a default for
/// the others.
/// </summary>
/// <remarks>Keras: <c>keras.optimizers.OptimizerMap</c>.</remarks>
/// <example><code>var map = new OptimizerMap(new Adam()) { ["embedding.*"] = new SGD(0.1) };</code></example>
public sealed class OptimizerMap : IEnumerable<KeyValuePair<string, Optimizer>>
{
    private readonly Dictionary<string, Optimizer> _optimizers = [];

    /// <summary>Makes one.</summary>
    /// <param name="defaultOptimizer">The optimizer of weights that no entry matches.</param>
    /// <param name="optimizerMap">Optimizers by path or regular expression; none by default.</param>
    public OptimizerMap(Optimizer defaultOptimizer, IReadOnlyDictionary<string, Optimizer>? optimizerMap = null)
    {
        ArgumentNullException.ThrowIfNull(defaultOptimizer);
        DefaultOptimizer = Plain(defaultOptimizer);
        foreach (var (pattern, optimizer) in optimizerMap ?? new Dictionary<string, Optimizer>())
            this[pattern] = optimizer;
    }

    /// <summary>The optimizer of weights that no entry matches.</summary>
    public Optimizer DefaultOptimizer { get; }

    /// <summary>The optimizer of a weight by its path; setting it adds an entry.</summary>
    /// <param name="path">A weight's path as <c>dense/kernel</c>; to set, also a regular expression.</param>
    /// <exception cref="ArgumentException">Several entries match, or the entry is there already.</exception>
    public Optimizer this[string path]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(path);
            if (_optimizers.TryGetValue(path, out var exact))
                return exact;
            var matching = _optimizers
                .Where(o => Regex.IsMatch(path, $"^(?:{o.Key})\\z", RegexOptions.CultureInvariant))
                .ToArray();
            return matching.Length switch
            {
                0 => DefaultOptimizer,
                1 => matching[0].Value,
                _ => throw new ArgumentException(
                    $"The weight '{path}' is matched by {string.Join(" and ", matching.Select(m => $"'{m.Key}'"))}; one entry at most was expected. Make them narrower."
                ),
            };
        }
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(path);
            ArgumentNullException.ThrowIfNull(value);
            if (!_optimizers.TryAdd(path, Plain(value)))
                throw new ArgumentException(
                    $"A second optimizer came for '{path}'; one was expected. Leave one of the two out."
                );
        }
    }

    /// <summary>The optimizer of a weight.</summary>
    internal Optimizer Of(Weight weight) => this[weight.Path];

    /// <summary>All optimizers, each once.</summary>
    internal IEnumerable<Optimizer> Optimizers => _optimizers.Values.Append(DefaultOptimizer).Distinct();

    /// <inheritdoc/>
    public IEnumerator<KeyValuePair<string, Optimizer>> GetEnumerator() => _optimizers.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>As Keras writes it.</summary>
    internal JsonObject ToJson()
    {
        JsonObject entries = [];
        foreach (var (pattern, optimizer) in _optimizers)
            entries[pattern] = SerializedObject.Of(optimizer);
        return SerializedObject.Of(
            "keras.optimizers",
            typeof(OptimizerMap),
            nameof(OptimizerMap),
            new JsonObject
            {
                ["default_optimizer"] = SerializedObject.Of(DefaultOptimizer),
                ["optimizer_map"] = entries,
            }
        );
    }

    /// <summary>From what <see cref="ToJson"/> wrote, or Keras.</summary>
    internal static OptimizerMap FromJson(JsonObject json)
    {
        var config = json["config"]!.AsObject();
        var map = new OptimizerMap(SerializedObject.Make<Optimizer>(config["default_optimizer"]!.AsObject()));
        foreach (var (pattern, optimizer) in config["optimizer_map"]!.AsObject())
            map[pattern] = SerializedObject.Make<Optimizer>(optimizer!.AsObject());
        return map;
    }

    /// <summary>An optimizer that changes weights itself.</summary>
    internal static Optimizer Plain(Optimizer optimizer) =>
        optimizer is LossScaleOptimizer or MultiOptimizer
            ? throw new ArgumentException(
                $"A {optimizer.GetType().Name} came as an optimizer of some weights; one that changes weights itself was expected. Put the map's optimizer into it instead."
            )
            : optimizer;
}
