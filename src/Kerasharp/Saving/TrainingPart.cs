using System.Text.Json.Nodes;
using Kerasharp.Training;

namespace Kerasharp.Saving;

/// <summary>What decides how training goes on and is neither a weight nor an argument of Compile: <c>training.json</c>.</summary>
internal static class TrainingPart
{
    /// <summary>Random states, weights that are held back, and whether a step has been made.</summary>
    public static JsonObject Write(Model model, Trainer trainer)
    {
        var weights = model.Weights;
        string[] keys = WeightKeys.Of(weights);
        var random = trainer.RandomState;
        return new JsonObject
        {
            ["optimizer_built"] = trainer.Optimizer.IsBuilt,
            ["random"] = new JsonObject
            {
                ["seed"] = random.Seed,
                ["step"] = random.Step,
                ["shuffle_seed"] = random.ShuffleSeed,
                ["passes"] = random.Passes,
            },
            ["frozen_weights"] = Names(weights.Select(w => w.IsMadeTrainable && !w.Trainable)),
            ["excluded_from_weight_decay"] = new JsonArray([
                .. trainer.Optimizer.All.Select(o =>
                    (JsonNode)
                        new JsonObject
                        {
                            ["weights"] = Names(weights.Select(w => o.Undecayed.Weights.Contains(w))),
                            ["names"] = o.Undecayed.Names,
                        }
                ),
            ]),
        };

        JsonArray Names(IEnumerable<bool> chosen) =>
            new([.. chosen.Zip(keys).Where(pair => pair.First).Select(pair => (JsonNode)pair.Second)]);
    }

    /// <summary>Puts a compiled model into that state; what the optimizer carries is made, for another part to fill.</summary>
    public static void Apply(JsonObject json, Model model, Trainer trainer)
    {
        var weights = model.Weights;
        string[] keys = WeightKeys.Of(weights);
        foreach (string key in json["frozen_weights"]!.AsArray().Select(n => n!.GetValue<string>()))
            Weight(key).Trainable = false;
        var random = json["random"]!;
        trainer.RandomState = new RandomState(
            random["seed"]!.GetValue<long>(),
            random["step"]!.GetValue<long>(),
            random["shuffle_seed"]!.GetValue<ulong>(),
            random["passes"]!.GetValue<long>()
        );
        foreach (var (optimizer, excluded) in trainer.Optimizer.All.Zip(json["excluded_from_weight_decay"]!.AsArray()))
            optimizer.ExcludeFromWeightDecay(
                [.. excluded!["weights"]!.AsArray().Select(n => Weight(n!.GetValue<string>()))],
                excluded["names"] is { } names ? [names.GetValue<string>()] : null
            );
        if (json["optimizer_built"]!.GetValue<bool>())
            trainer.Optimizer.Build(model.TrainableWeights);

        Weight Weight(string key) =>
            Array.IndexOf(keys, key) is >= 0 and int place
                ? weights[place]
                : throw new ArgumentException($"A weight '{key}' came, which the model '{model.Name}' has not.");
    }
}
