using Kerasharp.Data;
using Kerasharp.Losses;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Losses;

/// <summary>Targets that do not fit the output are refused by shape and by label before anything runs.</summary>
public class LossTargetTests
{
    private static readonly Shape Ten = new(Dim.Batch, 10);

    [Theory]
    [InlineData("mse")]
    [InlineData("bce")]
    [InlineData("categorical_crossentropy")]
    public void TargetsOfTheOutputsShapePass(string name)
    {
        ((Loss)name).CheckTargets("y", new float[5, 10], Ten);
        ((Loss)name).CheckTargets("y", new int[5, 1], new Shape(Dim.Batch, 1));
        ((Loss)name).CheckTargets("y", new byte[5], new Shape(Dim.Batch, 1));
    }

    [Fact]
    public void ShapesThatDoNotFitAreNamed()
    {
        Assert.Equal(
            "The loss 'mse' got y of shape (5, 3) and predictions of shape (None, 10); it expects one target for each prediction. "
                + "Reshape the targets, or give the last layer as many units as a target has numbers.",
            Refusal("mse", new float[5, 3], Ten)
        );
        Assert.EndsWith(
            "Use 'sparse_categorical_crossentropy' for the numbers of classes, or make them one-hot by Utils.ToCategorical.",
            Refusal("categorical_crossentropy", new int[5], Ten)
        );
        Assert.EndsWith(
            "make them one-hot by Utils.ToCategorical.",
            Refusal("categorical_crossentropy", new int[5, 1], Ten)
        );
        Assert.Equal(
            "The loss 'sparse_categorical_crossentropy' got y of shape (5, 10) and predictions of shape (None, 10); it expects the number of a class "
                + "for each prediction, of shape (None,) or (None, 1). Use 'categorical_crossentropy' for one-hot targets.",
            Refusal("sparse_categorical_crossentropy", new float[5, 10], Ten)
        );
        Assert.EndsWith(
            "Reshape the targets, or change the shape of the last layer's output.",
            Refusal("sparse_categorical_crossentropy", new int[5, 3], Ten)
        );
    }

    [Fact]
    public void LabelsOutsideTheClassesAreNamed()
    {
        Loss loss = "sparse_categorical_crossentropy";
        loss.CheckTargets("y", new[] { 0, 9 }, Ten);
        loss.CheckTargets(
            "y",
            new byte[,]
            {
                { 0 },
                { 9 },
            },
            Ten
        );
        Assert.StartsWith(
            "The label 10 came in y at (1,); whole numbers from 0 to 9 were expected",
            Refusal("sparse_categorical_crossentropy", new[] { 0, 10 }, Ten)
        );
        Assert.StartsWith(
            "The label -1 came in y at (0, 2);",
            Refusal(
                "sparse_categorical_crossentropy",
                new long[,]
                {
                    { 0, 1, -1 },
                },
                new Shape(Dim.Batch, 3, 4)
            )
        );
    }

    [Fact]
    public void GraphsOfTheWrongShapesAreRefused()
    {
        var graph = new Graph();
        var p = new SymbolicTensor(graph.AddInput("p", ElementType.Float32, Ten));
        var y = new SymbolicTensor(graph.AddInput("y", ElementType.Float32, new Shape(Dim.Batch, 3)));
        foreach (string name in new[] { "mse", "bce", "categorical_crossentropy", "sparse_categorical_crossentropy" })
            Assert.Contains(
                "of shape (None, 3) and predictions of shape (None, 10)",
                Assert.Throws<ArgumentException>(() => ((Loss)name).Compute(y, p)).Message
            );
    }

    private static string Refusal(Loss loss, TensorData y, Shape output) =>
        Assert.Throws<ArgumentException>(() => loss.CheckTargets("y", y, output)).Message;
}
