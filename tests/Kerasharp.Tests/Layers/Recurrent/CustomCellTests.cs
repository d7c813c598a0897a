using System.Numerics.Tensors;
using Kerasharp.Data;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers.Recurrent;

/// <summary>Cells that users write.</summary>
public class CustomCellTests
{
    [Fact]
    public void A_cell_of_layers_is_taken_step_by_step()
    {
        var cell = new LeakyCell(3);
        var layer = new RNN(cell, returnSequences: true, returnState: true);
        float[] x = LayerHarness.Normal(2 * 5 * 4, 1);
        var y = layer.ApplyAll([Sequence(x, 2, 5, 4)]);
        float[] kernel = LayerHarness.Get(layer.Weights[0]);
        float[] bias = LayerHarness.Get(layer.Weights[1]);
        var expected = new double[2 * 5 * 3];
        for (int b = 0; b < 2; b++)
        {
            var h = new double[3];
            for (int t = 0; t < 5; t++)
            for (int u = 0; u < 3; u++)
            {
                double sum = bias[u];
                for (int f = 0; f < 4; f++)
                    sum += x[(b * 5 + t) * 4 + f] * kernel[f * 3 + u];
                h[u] = 0.9 * h[u] + 0.1 * Math.Tanh(sum);
                expected[(b * 5 + t) * 3 + u] = h[u];
            }
        }
        LayerHarness.AssertClose(expected, y[0].ToArray(), "the steps");
        double[] last = [.. expected[12..15], .. expected[27..30]];
        LayerHarness.AssertClose(last, y[1].ToArray(), "the state");
    }

    [Fact]
    public void Its_weights_train_and_it_exports_as_a_scan()
    {
        using var model = new Sequential([new Input(6, 2), new RNN(new LeakyCell(8)), new Dense(1)]);
        model.Compile(new Kerasharp.Optimizers.Adam(0.03), "mse");
        float[] x = LayerHarness.Normal(64 * 6 * 2, 3);
        float[] y = [.. Enumerable.Range(0, 64).Select(i => x[i * 12 + 10] + x[i * 12 + 8])];
        TensorData data = Sequence(x, 64, 6, 2);
        var losses = model.Fit(data, y, batchSize: 16, epochs: 60, verbose: 0)["loss"];
        Assert.True(losses[^1] < 0.6 * losses[0]);
        var array = new float[64, 6, 2];
        Buffer.BlockCopy(x, 0, array, 0, x.Length * sizeof(float));
        LayerHarness.AssertClose(
            LayerHarness.Doubles(model.Predict(data).ToArray()),
            ExportedModel.Predict(model, array),
            "the exported model"
        );
        Assert.Equal(1, ExportedModel.Operators(model)["Scan"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_dropout_in_it_drops_the_same_in_all_steps(bool unroll)
    {
        var layer = new RNN(new DroppingCell(), returnSequences: true, unroll: unroll);
        TensorData ones = Sequence([.. Enumerable.Repeat(1f, 4 * 9 * 16)], 4, 9, 16);
        float[] y = layer.Apply(ones, training: true).ToArray();
        for (int b = 0; b < 4; b++)
        for (int t = 1; t < 9; t++)
            Assert.Equal(y[(b * 9 * 16)..(b * 9 * 16 + 16)], y[((b * 9 + t) * 16)..((b * 9 + t) * 16 + 16)]);
        Assert.InRange(y.Count(v => v == 0), 100, 476);
    }

    [Fact]
    public void Updates_from_within_a_step_are_refused()
    {
        var x = new Input(5, 4).ToSymbolicTensor();
        var layer = new RNN(new CountingCell());
        var error = Assert.Throws<LayerException>(() => layer.Apply(x));
        Assert.Contains("an update of", error.Message);
        Assert.False(layer.IsBuilt);
    }

    [Fact]
    public void A_step_that_gives_too_little_is_told()
    {
        var error = Assert.Throws<LayerException>(() => new RNN(new ForgetfulCell()).Apply(new Input(5, 4)));
        Assert.Contains("an output and 1 state(s) were expected", error.Message);
    }

    private static TensorData Sequence(float[] x, int batch, int time, int features) =>
        Tensor.Create(x, [batch, time, features]);

    private sealed class LeakyCell : RecurrentCell
    {
        private readonly Dense _input;

        public LeakyCell(int units) => (Units, _input) = (units, Track(new Dense(units, activation: "tanh")));

        public int Units { get; }

        public override IReadOnlyList<int> StateSize => [Units];

        protected override IReadOnlyList<SymbolicTensor> Step(
            CallContext context,
            SymbolicTensor input,
            IReadOnlyList<SymbolicTensor> states
        )
        {
            var next = 0.9 * states[0] + 0.1 * _input.Invoke(context, input);
            return [next, next];
        }
    }

    private sealed class DroppingCell : RecurrentCell
    {
        private readonly Dropout _dropout;

        public DroppingCell() => _dropout = Track(new Dropout(0.5));

        public override IReadOnlyList<int> StateSize => [16];

        protected override IReadOnlyList<SymbolicTensor> Step(
            CallContext context,
            SymbolicTensor input,
            IReadOnlyList<SymbolicTensor> states
        ) => [_dropout.Invoke(context, input), states[0] + input];
    }

    private sealed class CountingCell : RecurrentCell
    {
        private Weight _count = null!;

        public override IReadOnlyList<int> StateSize => [4];

        protected override void Build(Shape input) => _count = AddWeight("count", [4], "zeros", trainable: false);

        protected override IReadOnlyList<SymbolicTensor> Step(
            CallContext context,
            SymbolicTensor input,
            IReadOnlyList<SymbolicTensor> states
        )
        {
            context.AddUpdate(_count, context[_count] + 1);
            return [input, states[0] + input];
        }
    }

    private sealed class ForgetfulCell : RecurrentCell
    {
        public override IReadOnlyList<int> StateSize => [4];

        protected override IReadOnlyList<SymbolicTensor> Step(
            CallContext context,
            SymbolicTensor input,
            IReadOnlyList<SymbolicTensor> states
        ) => [input];
    }
}
