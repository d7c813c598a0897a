using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Saving.Steps;

/// <summary>The script of examples/TrainAnywhere/node trains as Fit does, its random numbers Kerasharp's own.</summary>
public sealed partial class NodeTrainingTests : IDisposable
{
    private const int Steps = 50;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void FiftyStepsInNodeGiveTheLossesOfFit(bool dropout)
    {
        var (train, _) = Iris.Load();
        int count = (int)train.X.Lengths[0];
        using var model = new Sequential([
            new Input(4) { Name = "flower" },
            new Dense(16, activation: "relu"),
            .. dropout ? [new Dropout(0.3)] : (Layer[])[],
            new Dense(3, activation: "softmax", name: "kind"),
        ]);
        model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        model.ExportTrainingStep(_folder["step.onnx"]);
        File.WriteAllText(
            _folder["data.json"],
            JsonSerializer.Serialize(
                new Dictionary<string, object>
                {
                    ["inputs/flower"] = Enumerable
                        .Range(0, count)
                        .Select(i => Enumerable.Range(0, 4).Select(k => train.X[i, k])),
                    ["targets/kind"] = Enumerable.Range(0, count).Select(i => train.Y[i]),
                }
            )
        );

        string said = NodeRunner.Script(
            Example,
            Path.Combine("node", "train.mjs"),
            _folder.Path,
            $"{Steps}",
            $"{count}"
        );
        var history = model.Fit(train.X, train.Y, batchSize: count, epochs: Steps, shuffle: false, verbose: 0);

        var lines = Line().Matches(said);
        Assert.Equal(Steps, lines.Count);
        for (int i = 0; i < Steps; i++)
        {
            Assert.Equal(history["loss"][i], Number(lines[i].Groups[1]), 1e-5);
            Assert.Equal(history["accuracy"][i], Number(lines[i].Groups[2]), 1e-6);
        }
        float[][] fitted = [.. model.GetWeights().Select(w => w.ToFlat())];
        model.LoadTrainingState(_folder["trained.safetensors"]);
        Assert.Equal(Steps, model.Optimizer.Iterations);
        foreach (var (weight, expected) in model.GetWeights().Zip(fitted))
            Assert.All(weight.ToFlat().Zip(expected), p => Assert.Equal(p.Second, p.First, 1e-4f));
    }

    private static string Example => Path.GetFullPath(Path.Combine(Here(), "../../../../examples/TrainAnywhere"));

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"loss ([\d.e-]+), mean loss [\d.e-]+, mean accuracy ([\d.e-]+)")]
    private static partial Regex Line();
}
