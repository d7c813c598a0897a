using System.Numerics.Tensors;
using Kerasharp.Callbacks;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;
using Kerasharp.Tests.Shared;

namespace Kerasharp.Tests.Layers.Recurrent;

/// <summary>Stateful layers go on where the batch before ended, in every method of a model and in its files.</summary>
public sealed class StatefulTests : IDisposable
{
    private const int Rows = 2;
    private const int Time = 8;

    private static readonly float[] Data = Elements.Wave(Rows * Time * 3);

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Kinds => ["rnn", "lstm", "gru"];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Parts_give_what_the_whole_gives(string kind)
    {
        using var model = Make(kind, stateful: true);
        using var plain = Make(kind, stateful: false);
        plain.SetWeights(model.GetWeights());
        float[] whole = plain.Predict(Part(0, Time)).ToFlat();
        foreach (int[] parts in (int[][])[[3, 5], [1, 6, 1], [1, 1, 1, 1, 1, 1, 1, 1]])
        {
            model.ResetStates();
            int from = 0;
            var outputs = new List<Tensor<float>>();
            foreach (int length in parts)
            {
                outputs.Add(model.Predict(Part(from, length), batchSize: Rows));
                from += length;
            }
            Same(whole, Tensor.ConcatenateOnDimension(1, [.. outputs]).ToFlat());
        }
        Assert.True(Elements.Distance(whole.Select(v => (double)v), Predict(model)) > 1e-3);
    }

    [Fact]
    public void Fit_and_Evaluate_carry_states_and_begin_no_epoch_with_zeros()
    {
        using var model = Make("lstm", stateful: true);
        var first = (LSTM)model.Layers[0];
        model.Compile(new SGD(1e-30), "mse");
        // Two batches, the second going on from the first.
        var x = Elements.Wave(2 * Rows * Time * 3, phase: 1).ToTensor(2 * Rows, Time, 3);
        var y = Elements.Wave(2 * Rows * Time * 4, phase: 2).ToTensor(2 * Rows, Time, 4);
        double Loss() =>
            model.Predict(x, batchSize: Rows).ToFlat().Zip(y.ToFlat(), (a, b) => Math.Pow(a - b, 2)).Average();
        var losses = new[] { Loss(), Loss(), Loss() };
        float[] states = States();
        Assert.NotEqual(losses[0], losses[1]);

        model.ResetStates();
        Assert.All(States(), v => Assert.Equal(0, v));
        var history = model.Fit(x, y, batchSize: Rows, epochs: 2, shuffle: false, verbose: 0);
        Assert.Equal(losses[..2], history["loss"], (a, b) => Math.Abs(a - b) < 1e-6);
        Assert.Equal(losses[2], model.Evaluate(x, y, batchSize: Rows, verbose: 0)["loss"], 1e-6);
        Same(states, States());

        float[] States() => [.. first.States.SelectMany(s => s.GetValue().ToFlat())];
    }

    [Fact]
    public void A_layer_that_is_used_twice_goes_on_within_a_model()
    {
        var gru = new GRU(4, returnSequences: true, stateful: true);
        SymbolicTensor a = new Input(3, 3) { BatchSize = Rows };
        SymbolicTensor b = new Input(5, 3) { BatchSize = Rows };
        using var model = new Model([a, b], [gru.Apply(a), gru.Apply(b)]);
        var outputs = model.PredictAll([Part(0, 3), Part(3, 5)], batchSize: Rows);
        SymbolicTensor all = new Input(Time, 3) { BatchSize = Rows };
        using var once = new Model([all], [gru.Apply(all)]);
        once.ResetStates();
        Same(
            once.Predict(Part(0, Time), batchSize: Rows).ToFlat(),
            Tensor.ConcatenateOnDimension(1, [.. outputs]).ToFlat()
        );
    }

    [Fact]
    public void States_are_no_weights()
    {
        using var model = Make("lstm", stateful: true);
        using var plain = Make("lstm", stateful: false);
        Assert.Equal(plain.CountParams(), model.CountParams());
        Assert.Equal(
            ["first/rnn_state", "first/rnn_state_1"],
            ((LSTM)model.Layers[0]).States.Select(s => s.Path)
        );
        Assert.Empty(((LSTM)plain.Layers[0]).States);

        // A file begins with zeros, as in Keras.
        float[] fresh = Predict(model);
        model.Compile("adam", "mse");
        model.Save(_folder["model.kerasharp"]);
        using var loaded = Model.Load(_folder["model.kerasharp"]);
        Assert.True(((LSTM)loaded.Layers[0]).Stateful);
        Assert.Equal(fresh, Predict(loaded));
        Assert.Equal(Predict(model), Predict(loaded));
        model.SaveWeights(_folder["weights.npz"]);
        plain.LoadWeights(_folder["weights.npz"]);
        Same(fresh, plain.Predict(Part(0, Time)).ToFlat());
    }

    [Fact]
    public void A_run_that_broke_off_goes_on_with_its_states()
    {
        using var whole = Make("gru", stateful: true);
        using var resumed = Make("gru", stateful: true);
        resumed.SetWeights(whole.GetWeights());
        Train(whole, null);
        Assert.Throws<OperationCanceledException>(() => Train(resumed, 3));
        resumed.ResetStates();
        Train(resumed, null);
        Assert.Equal(whole.Snapshot(), resumed.Snapshot());
        Assert.Equal(Predict(whole), Predict(resumed));

        void Train(Model model, int? until)
        {
            model.Compile(new Adam(0.01), "mse");
            model.Fit(
                Part(0, Time),
                Elements.Wave(Rows * Time * 4).ToTensor(Rows, Time, 4),
                batchSize: Rows,
                epochs: 6,
                shuffle: false,
                verbose: 0,
                callbacks:
                [
                    new BackupAndRestore(_folder[model == whole ? "whole" : "backup"]),
                    new LambdaCallback(onEpochBegin: epoch =>
                    {
                        if (epoch == until)
                            throw new OperationCanceledException();
                    }),
                ]
            );
        }
    }

    [Fact]
    public void Another_batch_size_is_refused()
    {
        using var model = Make("rnn", stateful: true);
        var three = Elements.Wave(3 * Time * 3).ToTensor(3, Time, 3);
        string message = Assert.Throws<ArgumentException>(() => model.Predict(three, batchSize: 3)).Message;
        Assert.Contains("Batches of 3 of 3 examples came", message);
        Assert.Contains("which takes 2 at once and no rest. Give batchSize: 2", message);
        Assert.Throws<ArgumentException>(() => model.Predict(three, batchSize: Rows));
        var error = Assert.Throws<LayerException>(() =>
            new Sequential([new Input(Time, 3), new LSTM(4, stateful: true)]).Summary()
        );
        Assert.Contains("keeps states for a batch of a size that is known. Give Input its BatchSize.", error.Message);
    }

    [Theory]
    [InlineData("rnn", 17)]
    [InlineData("lstm", 18)]
    [InlineData("gru", 21)]
    public void An_export_has_its_states_as_inputs_and_outputs(string kind, int opset)
    {
        using var model = Make(kind, stateful: true);
        float[] whole = Predict(model);
        model.Export(_folder["model.onnx"], opset);
        var graph = ModelReader.Load(_folder["model.onnx"]);
        string[] states = kind == "lstm" ? ["rnn_state", "rnn_state_1"] : ["rnn_state"];
        string[] names = [.. states.Select(s => $"first/{s}"), .. states.Select(s => $"second/{s}")];
        Assert.Equal(["x", .. names], graph.Inputs.Select(i => i.Name));
        Assert.Equal(["second", .. names.Select(n => n + ".next")], graph.Outputs.Select(o => o.Name));
        Assert.All(graph.Inputs.Skip(1), i => Assert.Equal($"(2, {(i.Name![0] == 'f' ? 5 : 4)})", i.Shape.ToString()));
        string[] operators = [.. graph.Sort().Select(n => n.Op)];
        Assert.Equal(2, operators.Count(o => o == kind.ToUpperInvariant()));
        Assert.DoesNotContain("Scan", operators);
        Assert.DoesNotContain("Identity", operators);

        using var file = OnnxModel.Load(_folder["model.onnx"]);
        TensorData[] carried =
        [
            .. graph.Inputs.Skip(1).Select(i => Tensor.CreateFromShape<float>([Rows, (nint)i.Shape[1].Value])),
        ];
        var steps = new List<Tensor<float>>();
        for (int t = 0; t < Time; t++)
        {
            TensorData[] inputs = [Part(t, 1), .. carried];
            var outputs = file.PredictAll(inputs, batchSize: Rows);
            steps.Add(outputs[0]);
            carried = [.. outputs.Skip(1)];
        }
        Same(whole, Tensor.ConcatenateOnDimension(1, [.. steps]).ToFlat());
    }

    private static Sequential Make(string kind, bool stateful)
    {
        var model = new Sequential([new Input(-1, 3) { Name = "x", BatchSize = stateful ? Rows : null }]);
        foreach (var (units, name) in ((int, string)[])[(5, "first"), (4, "second")])
            model.Add(
                kind switch
                {
                    "rnn" => new SimpleRNN(units, returnSequences: true, stateful: stateful, name: name),
                    "lstm" => new LSTM(units, returnSequences: true, stateful: stateful, name: name),
                    _ => new GRU(units, returnSequences: true, stateful: stateful, name: name),
                }
            );
        return model;
    }

    private static float[] Predict(Model model) => model.Predict(Part(0, Time), batchSize: Rows).ToFlat();

    /// <summary>Some steps of the sequences.</summary>
    private static Tensor<float> Part(int from, int length) =>
        Tensor.Create(
            [.. Enumerable.Range(0, Rows).SelectMany(r => Data[((r * Time + from) * 3)..((r * Time + from + length) * 3)])],
            [Rows, length, 3]
        );

    private static void Same(float[] expected, float[] actual) =>
        Elements.AssertClose(expected.Select(v => (double)v), actual, 1e-5, "what was carried");
}
