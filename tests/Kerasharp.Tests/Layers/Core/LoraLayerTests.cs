using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Layers;

public class LoraLayerTests
{
    private static readonly float[,] X = Elements.Rows(12, 3);
    private static readonly float[,] Y = Elements.Rows(12, 2, phase: 3);

    [Fact]
    public void It_changes_nothing_at_first_and_then_trains_the_small_matrices_alone()
    {
        var dense = new Dense(2, name: "d");
        using var model = new Sequential([new Input(3), dense]);
        float[] before = model.Predict(X).ToFlat();
        dense.EnableLora(rank: 1, loraAlpha: 2);

        Assert.Equal(["d/kernel", "d/bias", "d/lora_kernel_a", "d/lora_kernel_b"], model.Weights.Select(w => w.Path));
        Assert.Equal(["d/bias", "d/lora_kernel_a", "d/lora_kernel_b"], model.TrainableWeights.Select(w => w.Path));
        Assert.Equal(["(3, 1)", "(1, 2)"], model.Weights.Skip(2).Select(w => w.Shape.ToString()));
        Assert.Equal(before, model.Predict(X).ToFlat());
        Assert.Equal((1, 2.0, true), (dense.LoraRank, dense.LoraAlpha, dense.LoraEnabled));

        float[] kernel = dense.Kernel!.GetValue().ToFlat();
        model.Compile(new SGD(0.1), "mse");
        var history = model.Fit(X, Y, epochs: 30, verbose: 0);
        Assert.Equal(kernel, dense.Kernel.GetValue().ToFlat());
        Assert.True(history["loss"][^1] < history["loss"][0]);
        Assert.NotEqual(before, model.Predict(X).ToFlat());
    }

    [Fact]
    public void Exports_and_files_hold_the_sum()
    {
        var dense = new Dense(2, name: "d");
        using var model = Trained(dense);
        float[] expected = model.Predict(X).ToFlat();
        float[] exported = ExportedModel.Predict(model, X);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], exported[i], 1e-5);
        Assert.Equal(["Gemm"], ExportedModel.Operators(model).Keys);

        string path = Path.GetTempFileName();
        try
        {
            model.SaveWeights(path);
            using var plain = new Sequential([new Input(3), new Dense(2, name: "d")]);
            plain.LoadWeights(path);
            AssertNear(expected, plain.Predict(X).ToFlat());
            model.LoadWeights(path);
            AssertNear(expected, model.Predict(X).ToFlat());
            Assert.All(model.Weights[3].GetValue().ToFlat(), b => Assert.Equal(0, b));
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public void The_constructor_asks_for_it_too()
    {
        var dense = new Dense(2, loraRank: 3, loraAlpha: 6);
        Assert.False(dense.LoraEnabled);
        using var model = new Sequential([new Input(3), dense]);
        Assert.True(dense.LoraEnabled);
        Assert.Equal(4, model.Weights.Count);
        Assert.Equal(3, new EinsumDense("ab,bc->ac", 2, loraRank: 3).LoraAlpha);
    }

    [Fact]
    public void A_compiled_model_is_to_be_compiled_again()
    {
        var dense = new Dense(2, name: "d");
        using var model = new Sequential([new Input(3), dense], name: "m");
        model.Compile(new SGD(), "mse");
        model.Fit(X, Y, verbose: 0);
        dense.EnableLora(1);
        var error = Assert.Throws<InvalidOperationException>(() => model.Fit(X, Y, verbose: 0));
        Assert.Equal(
            "The model 'm' was given weights after it was compiled: d/lora_kernel_a, d/lora_kernel_b. Its steps do not know them; call Compile again.",
            error.Message
        );
        Assert.Throws<InvalidOperationException>(() => model.Evaluate(X, Y, verbose: 0));
        model.Compile(new SGD(), "mse");
        model.Fit(X, Y, verbose: 0);
    }

    [Fact]
    public void Predict_knows_it_at_once()
    {
        var dense = new Dense(2);
        using var model = new Sequential([new Input(3), dense]);
        float[] before = model.Predict(X).ToFlat();
        dense.EnableLora(1, aInitializer: "ones", bInitializer: "ones");
        float[] after = model.Predict(X).ToFlat();
        for (int n = 0; n < 12; n++)
            Assert.Equal(before[2 * n] + X[n, 0] + X[n, 1] + X[n, 2], after[2 * n], 1e-5);
    }

    [Fact]
    public void What_cannot_be_adapted_says_why()
    {
        Assert.Contains(
            "before its weights are made",
            Assert.Throws<InvalidOperationException>(() => new Dense(2).EnableLora(1)).Message
        );
        var dense = new Dense(2);
        using var model = new Sequential([new Input(3), dense]);
        Assert.Throws<ArgumentOutOfRangeException>(() => dense.EnableLora(0));
        dense.EnableLora(1);
        Assert.Contains("enabled already", Assert.Throws<InvalidOperationException>(() => dense.EnableLora(1)).Message);
        Assert.Contains(
            "A loraAlpha of 2 came without a loraRank",
            Assert.Throws<ArgumentException>(() => new Dense(2, loraAlpha: 2)).Message
        );
        var constrained = new Embedding(3, 2, embeddingsConstraint: new Half());
        using var other = new Sequential([new Input(1) { ElementType = ElementType.Int32 }, constrained]);
        Assert.Contains(
            "has a constraint",
            Assert.Throws<InvalidOperationException>(() => constrained.EnableLora(1)).Message
        );
    }

    private static Sequential Trained(Dense dense)
    {
        var model = new Sequential([new Input(3), dense]);
        dense.EnableLora(1, loraAlpha: 3, bInitializer: "random_normal");
        return model;
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-5);
    }

    private sealed class Half : Kerasharp.Constraints.Constraint
    {
        public override SymbolicTensor Call(SymbolicTensor weight) => weight * 0.5;
    }
}
