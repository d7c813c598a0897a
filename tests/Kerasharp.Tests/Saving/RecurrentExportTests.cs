using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Tests.Layers;

namespace Kerasharp.Tests.Saving;

/// <summary>Files hold the weights of recurrent layers as ONNX's operators take them.</summary>
public class RecurrentExportTests
{
    public static TheoryData<string> Kinds => ["lstm", "gru", "gru-before", "rnn", "both"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void No_node_turns_weights_round(string kind)
    {
        Layer layer = kind switch
        {
            "lstm" => new LSTM(3, name: "layer", biasInitializer: "random_normal"),
            "gru" => new GRU(3, name: "layer", biasInitializer: "random_normal"),
            "gru-before" => new GRU(3, name: "layer", biasInitializer: "random_normal", resetAfter: false),
            "rnn" => new SimpleRNN(3, name: "layer", biasInitializer: "random_normal"),
            _ => new Bidirectional(new LSTM(3, biasInitializer: "random_normal"), name: "layer"),
        };
        using var model = new Sequential([new Input(-1, 4), layer]);
        var x = new float[2, 5, 4];
        Buffer.BlockCopy(LayerHarness.Normal(40, 1), 0, x, 0, 160);
        double[] expected = LayerHarness.Doubles(model.Predict(x).ToArray());
        LayerHarness.AssertClose(expected, ExportedModel.Predict(model, x), "the file", 1e-6);
        var operators = ExportedModel.Operators(model);
        Assert.Equal(1, operators.Where(o => o.Key is "LSTM" or "GRU" or "RNN").Sum(o => o.Value));
        Assert.DoesNotContain("Split", operators.Keys);
        Assert.DoesNotContain("Concat", operators.Keys);
    }
}
