using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Operations;

public class SequenceOpsTests
{
    [Fact]
    public void The_first_steps_of_each_sequence_are_shown()
    {
        var graph = new Graph();
        var lengths = new SymbolicTensor(graph.AddInput("lengths", ElementType.Int32, new(Dim.Batch)));
        var x = new SymbolicTensor(graph.AddInput("x", ElementType.Float32, new(Dim.Batch, Dim.Symbolic("steps"), 2)));
        var known = Ops.SequenceMask(lengths, 3);
        var like = Ops.SequenceMask(lengths, x);
        Assert.Equal(new Shape(Dim.Batch, 3), known.Shape);
        Assert.Equal(new Shape(Dim.Batch, Dim.Symbolic("steps")), like.Shape);
        graph.AddOutput("known", known.Value);
        graph.AddOutput("like", like.Value);
        var results = GraphRunner.Run(
            graph,
            new Dictionary<string, ConstantTensor>
            {
                ["lengths"] = ConstantTensor.Of<int>([2, 0, 9], 3),
                ["x"] = ConstantTensor.Of<float>(new float[12], 3, 2, 2),
            }
        );
        Assert.Equal([1, 1, 0, 0, 0, 0, 1, 1, 1], results["known"]);
        Assert.Equal([1, 1, 0, 0, 1, 1], results["like"]);
    }

    [Fact]
    public void Lengths_of_other_shapes()
    {
        var graph = new Graph();
        var column = new SymbolicTensor(graph.AddInput("c", ElementType.Float32, new(Dim.Batch, 1)));
        var table = new SymbolicTensor(graph.AddInput("t", ElementType.Int64, new(Dim.Batch, 4)));
        Assert.Equal(new Shape(Dim.Batch, 4), Ops.SequenceMask(column, table).Shape);
        Assert.Equal(new Shape(Dim.Batch, 4, 3), Ops.SequenceMask(table, 3).Shape);
        Assert.Contains(
            "maxLength of 0 came; 1 or more was expected",
            Assert.Throws<ArgumentOutOfRangeException>(() => Ops.SequenceMask(column, 0)).Message
        );
        Assert.Contains(
            "Lengths of shape (None, 4) came for sequences of shape (None, 1); (batch,) and (batch, steps, ...) were expected",
            Assert.Throws<ArgumentException>(() => Ops.SequenceMask(table, column)).Message
        );
        Assert.Contains(
            "maskIndex of 4 came for 4 classes",
            Assert
                .Throws<ArgumentOutOfRangeException>(() =>
                {
                    var logits = new SymbolicTensor(graph.AddInput("l", ElementType.Float32, new(Dim.Batch, 5, 4)));
                    Ops.CtcLoss(table, logits, column, column, 4);
                })
                .Message
        );
    }
}
