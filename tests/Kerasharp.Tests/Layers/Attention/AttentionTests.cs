using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers;

public class AttentionTests
{
    [Fact]
    public void Sizes_may_be_unknown()
    {
        SymbolicTensor query = new Input(-1, 8);
        SymbolicTensor value = new Input(-1, 10);
        SymbolicTensor key = new Input(-1, 8);
        var (y, scores) = new Attention().ApplyWithScores(query, value, key);
        Assert.Equal("(None, None, 10)", y.Shape.ToString());
        Assert.Equal("(None, None, None)", scores.Shape.ToString());
        Assert.Equal("(None, None, 10)", new AdditiveAttention().Apply(query, value, key).Shape.ToString());
    }

    [Fact]
    public void Wrong_inputs_are_refused()
    {
        Assert.Contains(
            "'dot', 'concat'",
            Assert.Throws<ArgumentException>(() => new Attention(scoreMode: "sum")).Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new Attention(dropout: 1.5));
        SymbolicTensor query = new Input(4, 8);
        SymbolicTensor other = new Input(6, 7);
        SymbolicTensor value = new Input(5, 8);
        SymbolicTensor key = new Input(6, 8);
        SymbolicTensor mask = new Input(3) { ElementType = ElementType.Bool };
        Refuses(
            "a query of shape (None, 4, 8) came for a key of shape (None, 6, 7); their last axes",
            l => l.Apply(query, other)
        );
        Refuses(
            "a value of shape (None, 5, 8) came with a key of shape (None, 6, 8); there must be one key for each value",
            l => l.Apply(query, value, key)
        );
        Refuses("1 tensor came", l => l.Apply(query));
        Refuses(
            "a mask of shape (None, 3) came for a value of shape (None, 5, 8); one truth value for each place",
            l => l.Apply(query, value, valueMask: mask)
        );

        static void Refuses(string message, Action<PlainAttention> call)
        {
            foreach (var layer in (PlainAttention[])[new Attention(name: "a"), new AdditiveAttention(name: "a")])
                Assert.StartsWith("Layer 'a': " + message, Assert.Throws<LayerException>(() => call(layer)).Message);
        }
    }
}
