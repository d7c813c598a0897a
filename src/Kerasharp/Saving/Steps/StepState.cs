using Kerasharp.Onnx.Graphs;
using Kerasharp.Training;

namespace Kerasharp.Saving.Steps;

/// <summary>A tensor that a training step in a file carries on: an input of the file, and an output where the step changes it.</summary>
/// <param name="Name">The input's name; the output's ends with <c>.next</c>.</param>
/// <param name="Role">What it is: <c>weight</c>, <c>carried</c>, <c>optimizer</c>, <c>metric</c> or <c>random</c>.</param>
/// <param name="State">Its elements as they lie in memory.</param>
/// <param name="Weight">Its order of axes, which files have; null where it is that of memory.</param>
internal sealed record StepState(string Name, string Role, State State, Weight? Weight)
{
    /// <summary>The name of the state that decides random numbers.</summary>
    public const string Random = "random";

    private static readonly (string Role, string Prefix)[] Groups =
    [
        ("weight", "weights/"),
        ("carried", "carried/"),
        ("optimizer", "optimizer/"),
        ("metric", "metrics/"),
    ];

    /// <summary>The beginning of the names of weights.</summary>
    public static string WeightPrefix => Groups[0].Prefix;

    /// <summary>The beginning of the names of what metrics gather.</summary>
    public static string MetricPrefix => Groups[3].Prefix;

    /// <summary>The shape in files.</summary>
    public Shape Shape => Weight?.Shape ?? Shape.Of(State.Dims);

    /// <summary>Whether a tensor of a file is called as a state of a step is.</summary>
    public static bool IsName(string name) =>
        name == Random || Groups.Any(g => name.StartsWith(g.Prefix, StringComparison.Ordinal));

    /// <summary>What a model's inference reads.</summary>
    public static IEnumerable<StepState> Of(Model model) =>
        Named(Groups[0], model.Weights).Concat(Named(Groups[1], model.Carried));

    /// <summary>What a model's training step reads; optimizer and metrics have theirs once a step is made.</summary>
    public static IReadOnlyList<StepState> Of(Model model, Trainer trainer) =>
        [
            .. Of(model)
                .Concat(Named(Groups[2], trainer.Optimizer.Variables))
                .Append(new StepState(Random, Random, trainer.Random, null))
                .Concat(Named(Groups[3], [.. trainer.Shown.SelectMany(m => m.Metric.Weights)]))
                .DistinctBy(s => s.State),
        ];

    /// <summary>The elements with which training goes on, in the file's order of axes; metrics begin anew.</summary>
    public byte[] Read() =>
        Role == Groups[3].Role ? new byte[Shape.ElementCount * State.Type.Size()]
        : Weight is { } weight ? weight.ReadLogical()
        : State.ReadBytes();

    /// <summary>Sets the elements, given in the file's order of axes.</summary>
    public void Write(ReadOnlySpan<byte> elements)
    {
        if (Weight is { } weight)
            weight.WriteLogical(elements);
        else
            State.Write(elements);
    }

    private static IEnumerable<StepState> Named((string Role, string Prefix) group, IReadOnlyList<Weight> weights) =>
        weights.Zip(
            WeightKeys.Of(weights),
            (weight, key) => new StepState(group.Prefix + key, group.Role, weight.State, weight)
        );
}
