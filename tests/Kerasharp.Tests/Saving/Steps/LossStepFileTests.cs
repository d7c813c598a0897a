using System.Numerics.Tensors;
using Kerasharp.Layers;
using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;
using Kerasharp.Tests.Layers;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Saving.Steps;

/// <summary>Every loss and every optimizer: steps for batches of any size are those of Fit.</summary>
public class LossStepFileTests
{
    private const int Rows = 6;
    private const int Classes = 4;

    public static TheoryData<string> Losses =>
        [.. Loss.Names.Select(n => Loss.FromName(n)).DistinctBy(l => l.GetType()).Select(l => l.GetType().Name)];

    public static TheoryData<string> Optimizers =>
        [
            "adadelta",
            "adafactor",
            "adagrad",
            "adamax",
            "ftrl",
            "lamb",
            "lion",
            "muon",
            "nadam",
            "rmsprop",
            "schedulefreeadamw",
            "sgd",
            "sgdg2",
        ];

    [Theory]
    [MemberData(nameof(Losses))]
    public void StepsOfALossAreThoseOfFit(string name) => Check(new SGD(0.05), name);

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void StepsOfAnOptimizerAreThoseOfFit(string name) => Check(name, "MeanSquaredError");

    private static void Check(Optimizer optimizer, string lossName)
    {
        using var folder = new TemporaryFolder();
        bool isCtc = lossName == nameof(CTC);
        long[] shape = isCtc ? [Rows, 5, 3] : [Rows, 3];
        using var model = new Sequential([
            new Input(shape[1..]) { Name = "x" },
            new Dense(5, activation: "tanh"),
            new Dense(Classes, activation: isCtc ? "linear" : "sigmoid", name: "y"),
        ]);
        var loss = Loss.FromName(lossName);
        var x = ConstantTensor.Of<float>(LayerHarness.Normal(shape.Aggregate(1L, (a, b) => a * b), 5), shape);
        var y =
            isCtc ? ConstantTensor.Of<int>([.. Enumerable.Range(0, Rows * 2).Select(i => 1 + i % 3)], Rows, 2)
            : loss.TargetsAreIndices ? ConstantTensor.Of<int>([.. Enumerable.Range(0, Rows).Select(i => i % 3)], Rows)
            : ConstantTensor.Of<float>(
                [.. Enumerable.Range(0, Rows * Classes).Select(i => i % 3 == 0 ? 1f : 0)],
                Rows,
                Classes
            );
        TensorDataOf(x, out var given);
        TensorDataOf(y, out var targets);
        model.Compile(optimizer, loss);

        model.ExportTrainingStep(folder["step.onnx"], x: given, y: targets);
        using var step = new SavedStep(folder["step.onnx"]);
        double[] losses = [step.Run(x, y)[0], step.Run(x, y)[0], step.Run(x, y)[0]];
        var history = model.Fit(given, targets, batchSize: Rows, epochs: 3, shuffle: false, verbose: 0);

        Assert.Equal("batch", (string)step.Listed("inputs").First()["shape"]![0]!);
        Assert.All(
            history["loss"].Zip(losses),
            p => Assert.Equal(p.First, p.Second, 1e-5 * Math.Max(1, Math.Abs(p.First)))
        );
    }

    private static void TensorDataOf(ConstantTensor tensor, out Kerasharp.Data.TensorDataList data)
    {
        nint[] lengths = [.. tensor.Shape.ToArray().Select(d => (nint)d)];
        data =
            tensor.Type == ElementType.Int32
                ? Tensor.Create(tensor.As<int>().ToArray(), lengths)
                : Tensor.Create(tensor.As<float>().ToArray(), lengths);
    }
}
