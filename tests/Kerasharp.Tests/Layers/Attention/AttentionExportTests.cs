using System.Runtime.InteropServices;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Layers;

/// <summary>Models with attention of open length, exported: Predict's numbers in Node for several numbers of examples and lengths.</summary>
public class AttentionExportTests
{
    [Fact]
    public void Causal_attention()
    {
        SymbolicTensor x = new Input(-1, 8) { Name = "x" };
        var layer = new MultiHeadAttention(2, 3, dropout: 0.1);
        using var model = new Model(x, layer.Apply(x, x, useCausalMask: true));
        Check(model, "x", (rows, time) => Elements.Wave(rows * time * 8).ToTensor(rows, time, 8));
    }

    [Fact]
    public void Tokens_of_which_some_are_padding()
    {
        using var model = Classifier();
        Check(
            model,
            "tokens",
            (rows, time) =>
            {
                var tokens = new int[rows, time];
                for (int i = 0; i < rows; i++)
                for (int k = 0; k < time; k++)
                    tokens[i, k] = k >= time - i ? 0 : 1 + (3 * i + 5 * k) % 10;
                return tokens;
            }
        );
    }

    [Fact]
    public void Padding_changes_nothing()
    {
        using var model = Classifier();
        float[] expected = model
            .Predict(
                new[,]
                {
                    { 3, 7, 2 },
                }
            )
            .ToFlat();
        float[] actual = model
            .Predict(
                new[,]
                {
                    { 3, 7, 2, 0, 0 },
                }
            )
            .ToFlat();
        Elements.AssertClose(expected, actual, 1e-6, "with padding");
        Assert.NotEqual(
            expected,
            model
                .Predict(
                    new[,]
                    {
                        { 3, 7, 4 },
                    }
                )
                .ToFlat()
        );
    }

    [Fact]
    public void Lengths_may_differ_from_step_to_step()
    {
        using var model = Classifier();
        model.Compile("adam", "mse");
        foreach (int time in (int[])[4, 7, 4])
        {
            var tokens = new int[3, time];
            for (int i = 0; i < 3; i++)
            for (int k = 0; k < time; k++)
                tokens[i, k] = (i + k) % 11;
            var history = model.Fit(tokens, new float[3, 2], batchSize: 3, verbose: 0);
            Assert.True(double.IsFinite(history["loss"][0]));
        }
    }

    [Fact]
    public void Call_arguments_are_written_and_read()
    {
        SymbolicTensor x = new Input(4, 6);
        SymbolicTensor pairs = new Input(4, 4) { ElementType = ElementType.Bool };
        var y = new MultiHeadAttention(2, 3).Apply(x, x, attentionMask: pairs);
        var z = new TransformerDecoder(5, 2).Apply(y, useCausalMask: false);
        using var model = new Model([x, pairs], z);
        using var twin = Model.FromJson(model.ToJson());
        twin.SetWeights(model.GetWeights());
        var data = Elements.Wave(2 * 4 * 6).ToTensor(2, 4, 6);
        var mask = new bool[2, 4, 4];
        for (int i = 0; i < 32; i++)
            mask[i / 16, i / 4 % 4, i % 4] = i % 3 != 0;
        Kerasharp.Data.TensorData given = System.Numerics.Tensors.Tensor.Create(mask.Cast<bool>().ToArray(), [2, 4, 4]);
        Assert.Equal(model.Predict([data, given]).ToFlat(), twin.Predict([data, given]).ToFlat());
    }

    private static Model Classifier()
    {
        SymbolicTensor tokens = new Input(-1) { Name = "tokens", ElementType = ElementType.Int32 };
        var x = new TokenAndPositionEmbedding(11, sequenceLength: 9, embeddingDim: 4, maskZero: true).Apply(tokens);
        x = new TransformerEncoder(6, 2, dropout: 0.1, activation: "gelu").Apply(x);
        x = new TransformerEncoder(6, 2, normalizeFirst: true).Apply(x);
        return new Model(tokens, new Dense(2).Apply(new GlobalAveragePooling1D().Apply(x)));
    }

    private static void Check(Model model, string name, Func<int, int, Kerasharp.Data.TensorData> make)
    {
        using var folder = new TemporaryFolder();
        model.Export(folder["model.onnx"]);
        foreach (var (rows, time) in ((int, int)[])[(1, 3), (4, 8)])
        {
            var data = make(rows, time);
            NodeTensor input =
                data.ElementType == ElementType.Int32
                    ? new("int32", [rows, time], Bytes(data.ToArray<int>()))
                    : new("float32", [rows, time, 8], Bytes(data.ToArray<float>()));
            var output = NodeRunner.Run(folder["model.onnx"], new Dictionary<string, NodeTensor> { [name] = input })[
                model.OutputNames[0]
            ];
            Elements.AssertClose(
                model.Predict(data).ToFlat(),
                MemoryMarshal.Cast<byte, float>(output.Data).ToArray(),
                1e-5,
                $"Node with {rows} examples of {time}"
            );
        }
    }

    private static byte[] Bytes<T>(T[] elements)
        where T : unmanaged => MemoryMarshal.AsBytes(elements.AsSpan()).ToArray();
}
