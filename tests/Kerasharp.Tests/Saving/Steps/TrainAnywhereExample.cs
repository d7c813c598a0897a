using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Kerasharp.Datasets;
using Kerasharp.Layers;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Saving.Steps;

/// <summary>A step and its data as the scripts of examples/TrainAnywhere take them, and what they print against what Fit gives.</summary>
internal sealed partial class TrainAnywhereExample : IDisposable
{
    public const int Steps = 50;
    private readonly TemporaryFolder _folder = new();
    private readonly LabeledData<float, int> _data = Iris.Load().Train;
    private readonly Sequential _model;

    public TrainAnywhereExample(bool dropout)
    {
        Count = (int)_data.X.Lengths[0];
        _model = new Sequential([
            new Input(4) { Name = "flower" },
            new Dense(16, activation: "relu"),
            .. dropout ? [new Dropout(0.3)] : (Layer[])[],
            new Dense(3, activation: "softmax", name: "kind"),
        ]);
        _model.Compile("adam", "sparse_categorical_crossentropy", metrics: ["accuracy"]);
        _model.ExportTrainingStep(_folder["step.onnx"]);
        File.WriteAllText(
            _folder["data.json"],
            JsonSerializer.Serialize(
                new Dictionary<string, object>
                {
                    ["inputs/flower"] = Rows(i => Enumerable.Range(0, 4).Select(k => _data.X[i, k])),
                    ["targets/kind"] = Rows(i => _data.Y[i]),
                }
            )
        );

        IEnumerable<T> Rows<T>(Func<int, T> row) => Enumerable.Range(0, Count).Select(row);
    }

    /// <summary>How many examples there are; each step is to take them all.</summary>
    public int Count { get; }

    /// <summary>The folder that holds the files.</summary>
    public string Folder => _folder.Path;

    /// <summary>The example's folder in the repository.</summary>
    public static string Sources => Path.GetFullPath(Path.Combine(Here(), "../../../../examples/TrainAnywhere"));

    /// <summary>Holds what a script printed, and the states that it left, against Fit.</summary>
    public void Check(string said)
    {
        var history = _model.Fit(_data.X, _data.Y, batchSize: Count, epochs: Steps, shuffle: false, verbose: 0);
        var lines = Line().Matches(said);
        Assert.Equal(Steps, lines.Count);
        for (int i = 0; i < Steps; i++)
        {
            Assert.Equal(history["loss"][i], Number(lines[i].Groups[1]), 1e-5);
            Assert.Equal(history["accuracy"][i], Number(lines[i].Groups[2]), 1e-6);
        }
        float[][] fitted = [.. _model.GetWeights().Select(w => w.ToFlat())];
        _model.LoadTrainingState(_folder["trained.safetensors"]);
        Assert.Equal(Steps, _model.Optimizer.Iterations);
        foreach (var (weight, expected) in _model.GetWeights().Zip(fitted))
            Assert.All(weight.ToFlat().Zip(expected), p => Assert.Equal(p.Second, p.First, 1e-4f));
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    private static double Number(Group group) => double.Parse(group.Value, CultureInfo.InvariantCulture);

    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    [GeneratedRegex(@"loss ([\d.e-]+), mean loss [\d.e-]+, mean accuracy ([\d.e-]+)")]
    private static partial Regex Line();
}
