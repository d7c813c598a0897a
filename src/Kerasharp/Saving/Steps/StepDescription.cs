using System.Text.Json.Nodes;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Passes;

namespace Kerasharp.Saving.Steps;

/// <summary>What a file says of its inputs and outputs, as JSON: docs/training-step.md tells the form.</summary>
internal static class StepDescription
{
    /// <summary>The entry of the metadata of a training step, and of its states.</summary>
    public const string StepKey = "kerasharp.training_step";

    /// <summary>The entry of the metadata of a graph that predicts with the states as inputs.</summary>
    public const string PredictionKey = "kerasharp.prediction";

    // Grows when a reader of the former could not read the next.
    private const int Version = 1;

    public static JsonObject Of(StepPorts ports, IReadOnlyList<HostRandom.Draw> draws, string? learningRate)
    {
        var graph = ports.Graph;
        return new JsonObject
        {
            ["version"] = Version,
            ["inputs"] = List(
                ports.Data.Select(d => new JsonObject
                {
                    ["name"] = d.Name,
                    ["role"] = d.Role,
                    ["of"] = d.Of,
                    ["type"] = TypeOf(d.Name),
                    ["shape"] = ShapeOf(d.Name),
                })
            ),
            ["states"] = List(
                ports.States.Select(s => new JsonObject
                {
                    ["input"] = s.Name,
                    ["output"] = graph.FindOutput(StepPorts.Next(s))?.Name,
                    ["role"] = s.Role,
                    ["type"] = TypeOf(s.Name),
                    ["shape"] = ShapeOf(s.Name),
                })
            ),
            ["random"] = List(
                draws.Select(d => new JsonObject
                {
                    ["name"] = d.Input,
                    ["distribution"] = "uniform",
                    ["low"] = 0,
                    ["high"] = 1,
                    ["type"] = TypeOf(d.Input),
                    ["shape"] = ShapeOf(d.Input),
                    ["state"] = d.State,
                    ["site"] = d.Site,
                    // As a text: JSON's numbers are exact up to 2^53 in many readers.
                    ["seed"] = d.Seed is { } seed ? FormattableString.Invariant($"{seed}") : null,
                })
            ),
            ["outputs"] = List(
                ports.Results.Select(r => new JsonObject
                {
                    ["name"] = r.Name,
                    ["role"] = r.Role,
                    ["type"] = ElementTypeNames.Write(graph.FindOutput(r.Name)!.Value.ElementType),
                    ["shape"] = Dims(graph.FindOutput(r.Name)!.Value.Shape),
                })
            ),
            ["learning_rate"] = learningRate,
        };

        string TypeOf(string input) => ElementTypeNames.Write(graph.FindInput(input)!.ElementType);

        JsonArray ShapeOf(string input) => Dims(graph.FindInput(input)!.Shape);
    }

    private static JsonArray Dims(Shape shape) =>
        new([.. shape.Select(d => d.IsKnown ? JsonValue.Create(d.Value) : JsonValue.Create(d.Symbol))]);

    private static JsonArray List(IEnumerable<JsonObject> items) => new([.. items]);
}
