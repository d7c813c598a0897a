using System.Text.Json.Nodes;
using Kerasharp.Losses;
using Kerasharp.Metrics;
using Kerasharp.Optimizers;
using Kerasharp.Training;

namespace Kerasharp.Saving;

/// <summary>What Compile was given, in Keras's form: <c>compile_config</c>.</summary>
internal static class CompileConfig
{
    /// <summary>What a model was compiled with.</summary>
    /// <exception cref="NotSupportedException">Something of it is a function or holds what cannot be written.</exception>
    public static JsonObject Write(Trainer trainer, string model)
    {
        try
        {
            CheckTransforms(trainer.Optimizer);
            return new JsonObject
            {
                ["optimizer"] = SerializedObject.Of(trainer.Optimizer),
                ["loss"] = OneOrList(trainer.Losses.Select(l => l is null ? null : (JsonNode)SerializedObject.Of(l))),
                ["loss_weights"] = trainer.LossWeights is { } weights
                    ? new JsonArray([.. weights.Select(w => (JsonNode)w)])
                    : null,
                ["metrics"] = Lists(trainer.MetricSpecs),
                ["weighted_metrics"] = Lists(trainer.WeightedSpecs),
                ["run_eagerly"] = false,
                ["steps_per_execution"] = 1,
                ["jit_compile"] = false,
            };
        }
        catch (NotSupportedException error)
        {
            throw new NotSupportedException(
                $"The model '{model}' was to be saved with what it was compiled with, which cannot be written: {error.Message} "
                    + "Or save it without: Save(path, includeOptimizer: false).",
                error
            );
        }
    }

    /// <summary>Compiles a model as <see cref="Write"/>, or Keras, says.</summary>
    /// <exception cref="ArgumentException">A class or name is not known, or it does not fit the model.</exception>
    public static void Apply(Model model, JsonObject config)
    {
        var optimizer = config["optimizer"] switch
        {
            null => null,
            JsonObject serialized => SerializedObject.Make<Optimizer>(serialized),
            var name => (Optimizer)name.GetValue<string>(),
        };
        var losses =
            config["loss"] switch
            {
                JsonArray list => new LossList([.. list.Select(ReadLoss)]),
                JsonObject named when !named.ContainsKey("class_name") => new LossList(
                    named.Select(n => KeyValuePair.Create(n.Key, ReadLoss(n.Value)!))
                ),
                null => null,
                var one => new LossList(ReadLoss(one)),
            }
            ?? throw new ArgumentException(
                "A compile_config came without a loss; one was expected. Load the model with compile: false, and call Compile."
            );
        var weights = config["loss_weights"] switch
        {
            JsonArray list => new LossWeightList([.. list.Select(n => ConfigurationValues.Double(n!))]),
            JsonObject named => new LossWeightList(
                named.Select(n => KeyValuePair.Create(n.Key, ConfigurationValues.Double(n.Value!)))
            ),
            _ => null,
        };
        model.Compile(
            optimizer,
            losses,
            ReadMetrics(config["metrics"]),
            weights,
            ReadMetrics(config["weighted_metrics"])
        );
    }

    private static void CheckTransforms(Optimizer optimizer)
    {
        foreach (var part in optimizer.All)
            if (part.GradientTransforms.Count > 0)
                throw new NotSupportedException(
                    $"the optimizer '{part.Name}' came with a {part.GradientTransforms[0].GetType().Name} among its GradientTransforms; none was expected, since files do not hold them. Clear them."
                );
    }

    private static JsonNode? OneOrList(IEnumerable<JsonNode?> items)
    {
        JsonNode?[] all = [.. items];
        return all.Length == 1 ? all[0] : new JsonArray(all);
    }

    private static JsonNode? Lists(IReadOnlyList<IReadOnlyList<MetricSpec>> specs) =>
        specs.All(s => s.Count == 0)
            ? null
            : OneOrList(specs.Select(s => (JsonNode)new JsonArray([.. s.Select(m => m.Serialize())])));

    private static Loss? ReadLoss(JsonNode? node) =>
        node switch
        {
            null => null,
            JsonObject serialized => SerializedObject.Make<Loss>(serialized),
            _ => (Loss)node.GetValue<string>(),
        };

    private static MetricList? ReadMetrics(JsonNode? node) =>
        node switch
        {
            null => null,
            JsonArray lists when lists.Any(l => l is JsonArray) => (MetricList)
                lists.Select(l => ReadMetrics(l) ?? []).ToArray(),
            JsonArray list => new MetricList([.. list.Select(m => MetricSpec.Deserialize(m!))]),
            JsonObject named when !named.ContainsKey("class_name") => (MetricList)
                named.ToDictionary(n => n.Key, n => ReadMetrics(n.Value) ?? []),
            _ => new MetricList(MetricSpec.Deserialize(node)),
        };
}
