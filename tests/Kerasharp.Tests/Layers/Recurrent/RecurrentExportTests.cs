using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Layers.Recurrent;

/// <summary>Exported recurrent models in onnxruntime-node against Predict, for several numbers and lengths of sequences.</summary>
public sealed class RecurrentExportTests : IDisposable
{
    private static readonly (int Batch, int Time)[] Sizes = [(1, 1), (3, 7), (2, 12)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void StandardLayersAreOnnxsOwnOperators()
    {
        SymbolicTensor x = new Input(-1, 3) { Name = "x" };
        SymbolicTensorList outputs =
        [
            new LSTM(4, name: "lstm").Apply(x),
            new GRU(4, returnSequences: true, goBackwards: true, name: "gru").Apply(x),
            new GRU(2, resetAfter: false, name: "old").Apply(x),
            new SimpleRNN(4, "relu", name: "rnn").Apply(x),
            new Bidirectional(new LSTM(3, returnSequences: true), name: "concat").Apply(x),
            new Bidirectional(new GRU(3), mergeMode: "ave", name: "mean").Apply(x),
            new RNN(new StackedRNNCells([new LSTMCell(3), new GRUCell(2)]), name: "stack").Apply(x),
        ];
        using var model = new Model(x, outputs);
        HoldAgainstNode(model, 3);
        var operators = ModelDescription.Load(_folder["model.onnx"]).Operators;
        Assert.Equal((3, 4, 1), (operators["LSTM"], operators["GRU"], operators["RNN"]));
        Assert.DoesNotContain("Scan", operators.Keys);
    }

    [Fact]
    public void MaskedLayersAndOtherFunctionsAreScans()
    {
        SymbolicTensor x = new Input(-1, 3) { Name = "x" };
        var masked = new Masking(name: "masking").Apply(x);
        SymbolicTensorList outputs =
        [
            new LSTM(4, name: "lstm").Apply(masked),
            new GRU(4, returnSequences: true, goBackwards: true, name: "gru").Apply(masked),
            new SimpleRNN(4, returnSequences: true, name: "rnn").Apply(masked),
            new Bidirectional(new LSTM(3, returnSequences: true), mergeMode: "sum", name: "both").Apply(masked),
            new LSTM(3, recurrentActivation: "hard_sigmoid", name: "hard").Apply(x),
        ];
        using var model = new Model(x, outputs);
        HoldAgainstNode(model, 3);
        Assert.Equal(6, ModelDescription.Load(_folder["model.onnx"]).Operators["Scan"]);
    }

    [Fact]
    public void ConvolutionsAndLayersAtEachStep()
    {
        SymbolicTensor x = new Input(-1, 6, 5, 2) { Name = "x" };
        var states = new ConvLSTM2D(3, 3, padding: "same", returnSequences: true, name: "states").Apply(x);
        SymbolicTensorList outputs =
        [
            states,
            new ConvLSTM2D(2, (2, 3), strides: 2, goBackwards: true, name: "last").Apply(x),
            new TimeDistributed(new Conv2D(2, 2), name: "pictures").Apply(x),
        ];
        using var model = new Model(x, outputs);
        HoldAgainstNode(model, 6, 5, 2);
    }

    private void HoldAgainstNode(Model model, params int[] element)
    {
        string path = _folder["model.onnx"];
        model.Export(path);
        foreach (var (batch, time) in Sizes)
        {
            int size = element.Aggregate(1, (a, b) => a * b);
            float[] numbers = LayerHarness.Normal(batch * time * size, seed: 4);
            // Some steps of zeros, as Masking masks them.
            for (int step = 0; step < batch * time; step++)
                if (step % 3 == 1)
                    Array.Clear(numbers, step * size, size);
            long[] dims = [batch, time, .. element];
            var input = new NodeTensor("float32", dims, MemoryMarshal.AsBytes(numbers.AsSpan()).ToArray());
            var given = NodeRunner.Run(path, new Dictionary<string, NodeTensor> { ["x"] = input });
            var expected = model.PredictAll([numbers.ToTensor(Array.ConvertAll(dims, d => (nint)d))], batchSize: batch);
            for (int i = 0; i < expected.Count; i++)
            {
                var output = given[model.OutputNames[i]];
                Assert.Equal(expected[i].Lengths.ToArray(), output.Dims.Select(d => (nint)d));
                Elements.AssertClose(
                    expected[i].ToFlat(),
                    MemoryMarshal.Cast<byte, float>(output.Data).ToArray(),
                    1e-5,
                    $"{model.OutputNames[i]} of {batch} x {time}"
                );
            }
        }
    }
}
