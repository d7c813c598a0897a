using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Runtime;
using Kerasharp.Tests.Models;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Saving;

/// <summary>Exported models with masks: the mask is computed in the file, for any number of examples and steps.</summary>
public sealed class MaskedExportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => ["embedding", "masking", "lengths", "merged", "nested"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void The_file_gives_what_Predict_gives_at_every_opset(string name)
    {
        using var model = Make(name);
        foreach (int opset in new[] { 17, 18, 21 })
        {
            string path = _folder[$"{opset}.onnx"];
            model.Export(path, opset);
            using var session = ModelSession.Load(path);
            foreach (var (batch, steps) in new[] { (1, 1), (3, 7), (6, 4) })
            {
                var x = Data(model, batch, steps);
                var inputs = x.Select((d, i) => (model.Inputs[i].Name, ToConstant(d))).ToDictionary();
                float[] actual = [.. session.Run(inputs)[model.OutputNames[0]].ToDoubles().Select(d => (float)d)];
                Elements.AssertClose(model.Predict(x).ToFlat(), actual, 1e-5, $"{name} {opset} {batch} {steps}");
            }
        }
    }

    [Theory]
    [InlineData("embedding", 1, 3)]
    [InlineData("embedding", 5, 9)]
    [InlineData("masking", 2, 6)]
    [InlineData("lengths", 4, 5)]
    [InlineData("merged", 3, 2)]
    public void The_file_runs_in_Node(string name, int batch, int steps)
    {
        using var model = Make(name);
        model.Export(_folder["model.onnx"]);
        var x = Data(model, batch, steps);
        var inputs = x.Select((d, i) => (model.Inputs[i].Name, ToNode(d))).ToDictionary();
        var output = NodeRunner.Run(_folder["model.onnx"], inputs)[model.OutputNames[0]];
        float[] expected = model.Predict(x).ToFlat();
        Assert.Equal([batch, expected.Length / batch], output.Dims);
        Elements.AssertClose(expected, MemoryMarshal.Cast<byte, float>(output.Data).ToArray(), 1e-5, "Node");
    }

    [Theory]
    [InlineData("embedding")]
    [InlineData("masking")]
    [InlineData("nested")]
    public void Padding_changes_nothing(string name)
    {
        using var model = Make(name);
        var x = Data(model, 3, 4)[0];
        float[] padded = new float[x.Count * (x.RowLength / 4) * 9];
        float[] given = x.ToArray<float>();
        int row = (int)x.RowLength;
        for (int i = 0; i < x.Count; i++)
            given.AsSpan(i * row, row).CopyTo(padded.AsSpan(i * row / 4 * 9));
        var longer = padded.ToTensor([3, 9, .. x.Shape.Skip(2).Select(d => (int)d.Value)]);
        Elements.AssertClose(model.Predict(x).ToFlat(), model.Predict(longer).ToFlat(), 1e-5, name);
    }

    private static Model Make(string name)
    {
        switch (name)
        {
            case "embedding":
                return new Sequential([
                    new Input(-1) { Name = "tokens", ElementType = ElementType.Int32 },
                    new Embedding(20, 6, embeddingsInitializer: "random_normal", maskZero: true),
                    new GlobalAveragePooling1D(),
                    new Dense(3, activation: "softmax"),
                ]);
            case "masking":
                return new Sequential([
                    new Input(-1, 3) { Name = "x" },
                    new Masking(),
                    new Dense(4, activation: "tanh"),
                    new BatchNormalization(movingMeanInitializer: "random_normal"),
                    new Dropout(0.5),
                    new GlobalAveragePooling1D(),
                    new Dense(2),
                ]);
            case "nested":
                var inner = new Sequential([
                    new Input(-1, 3),
                    new Masking(),
                    new Dense(4, activation: "tanh", kernelInitializer: "random_normal"),
                ]);
                return new Sequential([
                    new Input(-1, 3) { Name = "x" },
                    inner,
                    new LayerNormalization(),
                    new GlobalAveragePooling1D(keepDims: true),
                    new Flatten(),
                ]);
            case "lengths":
                Input x = new(-1, 3) { Name = "x" };
                Input lengths = new() { Name = "lengths", ElementType = ElementType.Int32 };
                return new Model(
                    [x, lengths],
                    new GlobalAveragePooling1D().Apply(x, Ops.SequenceMask(lengths, x)).Apply(new Dense(2))
                );
            default:
                Input a = new(-1) { Name = "a", ElementType = ElementType.Int32 };
                Input b = new(-1) { Name = "b", ElementType = ElementType.Int32 };
                var (u, v) = (a.Apply(Table()), b.Apply(Table()));
                var all = new Concatenate(1).Apply([
                    new Add().Apply([u, v]),
                    new Maximum().Apply([u, v]),
                    new Multiply().Apply([u, v]),
                ]);
                return new Model([a, b], all.Apply(new GlobalAveragePooling1D()).Apply(new Dense(2)));
        }

        static Embedding Table() => new(20, 4, embeddingsInitializer: "random_normal", maskZero: true);
    }

    /// <summary>Sequences of several lengths, none of which is 0.</summary>
    private static TensorDataList Data(Model model, int batch, int steps) =>
        [
            .. model.Inputs.Select(
                (input, k) =>
                {
                    if (input.Name == "lengths")
                        return (TensorData)Enumerable.Range(0, batch).Select(i => 1 + i * 3 % steps).ToArray();
                    int features = input.Shape.Rank == 3 ? 3 : 1;
                    float[] numbers = Elements.Wave(batch * steps * features);
                    for (int i = 0; i < numbers.Length; i++)
                    {
                        int step = i / features % steps;
                        int length = 1 + (i / features / steps + k) * 5 % steps;
                        // Padding is 0, and so are steps between.
                        bool counts = step == 0 || (step < length && step != 2);
                        numbers[i] =
                            !counts ? 0
                            : features == 1 ? 1 + (i * 7 + k) % 19
                            : numbers[i] + 2;
                    }
                    return features == 1
                        ? (TensorData)Tensor.Create(Array.ConvertAll(numbers, n => (int)n), [batch, steps])
                        : numbers.ToTensor(batch, steps, features);
                }
            ),
        ];

    private static ConstantTensor ToConstant(TensorData data) =>
        data.ElementType == ElementType.Int32
            ? ConstantTensor.Of<int>(data.ToArray<int>(), data.Shape.ToArray())
            : ConstantTensor.Of<float>(data.ToArray<float>(), data.Shape.ToArray());

    private static NodeTensor ToNode(TensorData data) =>
        new(
            data.ElementType.ToString().ToLowerInvariant(),
            data.Shape.ToArray(),
            data.ElementType == ElementType.Int32
                ? MemoryMarshal.AsBytes(data.ToArray<int>().AsSpan()).ToArray()
                : MemoryMarshal.AsBytes(data.ToArray<float>().AsSpan()).ToArray()
        );
}
