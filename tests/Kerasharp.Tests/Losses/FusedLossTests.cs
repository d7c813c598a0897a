using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Losses;

/// <summary>Losses right behind a softmax or a sigmoid: exact where probabilities alone say nothing any more.</summary>
public class FusedLossTests
{
    // The first row is certain and wrong: its probability of the right class is e^-200, 0 in float32.
    private readonly float[,] _logits =
    {
        { 100, -100, 0 },
        { 0.5f, 1.5f, -1 },
    };

    // e^0.5 + e^1.5 + e^-1, for the second row.
    private static readonly double Sum = Math.Exp(0.5) + Math.Exp(1.5) + Math.Exp(-1);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void CategoricalLossesSeeThroughASoftmax(bool sparse)
    {
        var graph = new LossGraph();
        var logits = graph.Input("logits", _logits);
        var y = sparse
            ? graph.Input("y", new[] { 1, 1 })
            : graph.Input(
                "y",
                new float[,]
                {
                    { 0, 1, 0 },
                    { 0, 1, 0 },
                }
            );
        Loss loss = sparse ? new SparseCategoricalCrossentropy() : new CategoricalCrossentropy();
        var (value, gradient) = graph.Differentiate(loss.Compute(y, Ops.Softmax(logits)), logits);

        Assert.Equal((200 + Math.Log(Sum) - 1.5) / 2, value, 1e-5);
        double[] expected =
        [
            0.5,
            -0.5,
            0,
            Math.Exp(0.5) / Sum / 2,
            (Math.Exp(1.5) / Sum - 1) / 2,
            Math.Exp(-1) / Sum / 2,
        ];
        Assert.Equal(expected, gradient, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void ASoftmaxAlongAnotherAxisIsNoneOfTheClasses()
    {
        var graph = new LossGraph();
        var logits = graph.Input("logits", _logits);
        var y = graph.Input("y", new[] { 0, 1 });
        // Along the batch each column adds up to 1; the loss makes the rows do so, as Keras does.
        double loss = graph.Run(
            new SparseCategoricalCrossentropy(reduction: LossReduction.Sum).Compute(y, Ops.Softmax(logits, 0))
        )[0];

        double[] last = [Math.Exp(0) / (Math.Exp(0) + Math.Exp(-1)), Math.Exp(-1) / (Math.Exp(0) + Math.Exp(-1))];
        Assert.Equal(-Math.Log(1 / (1 + last[0])) - Math.Log(1 / (1 + last[1])), loss, 1e-5);
    }

    [Fact]
    public void BinaryCrossentropySeesThroughASigmoid()
    {
        var graph = new LossGraph();
        var logits = graph.Input(
            "logits",
            new float[,]
            {
                { -100 },
                { 0 },
                { 30 },
            }
        );
        var y = graph.Input("y", new byte[] { 1, 1, 1 });
        var (value, gradient) = graph.Differentiate(new BinaryCrossentropy().Compute(y, Ops.Sigmoid(logits)), logits);

        Assert.Equal((100 + Math.Log(2) + Math.Exp(-30)) / 3, value, 1e-5);
        Assert.Equal([-1 / 3.0, -0.5 / 3, 0], gradient, (a, b) => Math.Abs(a - b) < 1e-6);
    }

    [Fact]
    public void ShapesAndCastsMayStandBetween()
    {
        var graph = new LossGraph();
        var logits = graph.Input(
            "logits",
            new float[,,]
            {
                {
                    { -100 },
                    { 100 },
                },
            }
        );
        var half = Ops.Cast(Ops.Sigmoid(logits), ElementType.Float16);
        var y = graph.Input(
            "y",
            new float[,]
            {
                { 1, 0 },
            }
        );
        var (value, gradient) = graph.Differentiate(new BinaryCrossentropy().Compute(y, half), logits);

        Assert.Equal(100, value, 1e-4);
        Assert.Equal([-0.5, 0.5], gradient);
    }
}
