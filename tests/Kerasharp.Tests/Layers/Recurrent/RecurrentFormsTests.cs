using System.Numerics.Tensors;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers.Recurrent;

/// <summary>One layer in all its forms: ONNX's operator, a Scan, steps written out.</summary>
public class RecurrentFormsTests
{
    public static TheoryData<string> Kinds => ["rnn", "relu", "lstm", "gru", "gru-before"];

    private static UnitsRNN Make(string kind, bool sequences = true, bool backwards = false, bool unroll = false) =>
        kind switch
        {
            "rnn" => new SimpleRNN(
                5,
                returnSequences: sequences,
                returnState: true,
                goBackwards: backwards,
                unroll: unroll
            ),
            "relu" => new SimpleRNN(
                5,
                "relu",
                returnSequences: sequences,
                returnState: true,
                goBackwards: backwards,
                unroll: unroll
            ),
            "lstm" => new LSTM(
                5,
                returnSequences: sequences,
                returnState: true,
                goBackwards: backwards,
                unroll: unroll
            ),
            "gru" => new GRU(5, returnSequences: sequences, returnState: true, goBackwards: backwards, unroll: unroll),
            _ => new GRU(
                5,
                returnSequences: sequences,
                returnState: true,
                goBackwards: backwards,
                unroll: unroll,
                resetAfter: false
            ),
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void The_forms_agree(string kind)
    {
        foreach (bool sequences in (bool[])[true, false])
        foreach (bool backwards in (bool[])[false, true])
        {
            TensorData x = Tensor.Create(LayerHarness.Normal(3 * 7 * 4, 1), [3, 7, 4]);
            var layer = Make(kind, sequences, backwards);
            var native = layer.ApplyAll([x]);
            ulong seed = 5;
            foreach (var weight in layer.Weights)
                LayerHarness.Set(weight, LayerHarness.Normal(weight.Count, seed++));
            native = layer.ApplyAll([x]);
            var scanned = layer.ApplyAll([x], training: true);
            var unrolled = Make(kind, sequences, backwards, unroll: true);
            unrolled.ApplyAll([x]);
            foreach (var (from, to) in layer.Weights.Zip(unrolled.Weights))
                to.SetValue(from.GetValue());
            var written = unrolled.ApplyAll([x], training: true);
            Assert.Equal(native.Count, scanned.Count);
            for (int i = 0; i < native.Count; i++)
            {
                double[] expected = [.. native[i].ToArray().Select(v => (double)v)];
                LayerHarness.AssertClose(expected, scanned[i].ToArray(), $"output {i} of the Scan", 1e-5);
                LayerHarness.AssertClose(expected, written[i].ToArray(), $"output {i} of the steps written out", 1e-5);
            }
        }
    }
}
