using Kerasharp.Data;
using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Losses;

/// <summary>Wrong arguments and targets are named.</summary>
public class LossArgumentTests
{
    [Fact]
    public void NumbersOutOfRange()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Huber(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Huber(double.PositiveInfinity));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Tversky(alpha: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Circle(gamma: double.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryFocalCrossentropy(gamma: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new CategoricalFocalCrossentropy(labelSmoothing: 2));
        Assert.StartsWith(
            "q of 1 came; a number above 0 and below 1 was expected.",
            Assert.Throws<ArgumentOutOfRangeException>(() => new CategoricalGeneralizedCrossEntropy(1)).Message
        );
    }

    [Fact]
    public void TargetsOfOtherShapes()
    {
        var output = new Shape(Dim.Batch, 20, 5);
        Assert.StartsWith(
            "The loss 'ctc' got y of shape (4, 20, 5) and predictions of shape (None, 20, 5); it expects labels",
            Refusal(new CTC(), new float[4, 20, 5], output)
        );
        Assert.StartsWith(
            "The label 5 came in y",
            Refusal(
                new CTC(),
                new[,]
                {
                    { 1, 5 },
                },
                output
            )
        );
        new CTC().CheckTargets(
            "y",
            new[,]
            {
                { 1, 4, 0 },
            },
            output
        );

        Assert.StartsWith(
            "The loss 'circle' got y of shape (4, 3) and predictions of shape (None, 8);",
            Refusal(new Circle(), new int[4, 3], new Shape(Dim.Batch, 8))
        );
        new Circle().CheckTargets("y", new int[4], new Shape(Dim.Batch, 8));

        Assert.StartsWith(
            "The loss 'dice' got y of shape (4, 3) and predictions of shape (None, 8);",
            Refusal(new Dice(), new float[4, 3], new Shape(Dim.Batch, 8))
        );
    }

    [Fact]
    public void OnlyTheIgnoredLabelMayBeOutside()
    {
        var output = new Shape(Dim.Batch, 3);
        var loss = new SparseCategoricalCrossentropy(ignoreClass: -1);
        loss.CheckTargets("y", new[] { 0, -1, 2 }, output);
        Assert.StartsWith("The label -2 came in y at (1,);", Refusal(loss, new[] { 0, -2 }, output));
    }

    [Fact]
    public void AxesAndWeightsThatAreNot()
    {
        var graph = new Graph();
        var p = new SymbolicTensor(graph.AddInput("p", ElementType.Float32, new Shape(Dim.Batch, 3)));
        Assert.Contains(
            "axes of these",
            Assert.Throws<ArgumentException>(() => new Dice(axis: 2).Compute(p, p)).Message
        );
        Assert.StartsWith(
            "The axis 2 came",
            Assert.Throws<ArgumentException>(() => new CosineSimilarity(axis: 2).Compute(p, p)).Message
        );
        Assert.Contains(
            "an alpha of shape (2,)",
            Assert
                .Throws<ArgumentException>(() =>
                    new CategoricalFocalCrossentropy(alpha: new[] { 1.0, 2.0 }).Compute(p, p)
                )
                .Message
        );
    }

    private static string Refusal(Loss loss, TensorData y, Shape output) =>
        Assert.Throws<ArgumentException>(() => loss.CheckTargets("y", y, output)).Message;
}
