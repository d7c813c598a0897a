using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers;

public class TransformerTests
{
    [Fact]
    public void Sizes_may_be_unknown()
    {
        SymbolicTensor tokens = new Input(-1) { ElementType = ElementType.Int32 };
        var x = new TokenAndPositionEmbedding(7, 5, 4).Apply(tokens);
        Assert.Equal("(None, None, 4)", x.Shape.ToString());
        Assert.Equal("(None, None, 4)", (x + new SinePositionEncoding().Apply(x)).Shape.ToString());
        Assert.Equal("(None, None, 4)", new RotaryEmbedding().Apply(x).Shape.ToString());
        Assert.Equal("(None, None, 4)", new TransformerEncoder(8, 2).Apply(x).Shape.ToString());
        Assert.Equal("(None, None, 4)", new TransformerDecoder(8, 2).Apply(x).Shape.ToString());
    }

    [Fact]
    public void Wrong_inputs_are_refused()
    {
        SymbolicTensor x = new Input(3, 4);
        SymbolicTensor mask = new Input(3) { ElementType = ElementType.Bool };
        Refuses(
            "an input of shape (None, 3, 4) came; 3 heads share the last axis, and 4 cannot be divided by 3. Change numHeads",
            () => new TransformerEncoder(8, 3, name: "t").Apply(x)
        );
        Refuses("an input of shape (None, 3, 4) came; 3 heads", () => new TransformerDecoder(8, 3, name: "t").Apply(x));
        Refuses(
            "an attention mask of shape (None, 3) came; (batch, queries, keys) was expected",
            () => new TransformerEncoder(8, 2, name: "t").Apply(x, attentionMask: mask)
        );
        var alone = new TransformerDecoder(8, 2, name: "t");
        alone.Apply(x);
        Refuses("an encoder's sequence came to a block that was built without one", () => alone.Apply(x, x));
        Refuses(
            "an input of shape (None, 3, 4) came; its 3 places are more than the layer's 2",
            () => new PositionEmbedding(2, name: "t").Apply(x)
        );
        Refuses(
            "an input of shape (None, 3, 4) came; from place 1 on its 3 places are more than the layer's 3",
            () => new PositionEmbedding(3, name: "t").Apply(x, startIndex: 1)
        );
        Refuses(
            "an input of shape (None, 4, 3) came; an even number of features was expected along axis -1",
            () => new RotaryEmbedding(name: "t").Apply(new Input(4, 3))
        );
        Refuses(
            "an input of shape (None, 3, 4) came; 3 dimensions or more were expected, among them the axes 5 and -1",
            () => new RotaryEmbedding(sequenceAxis: 5, name: "t").Apply(x)
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new PositionEmbedding(3).Apply(x, startIndex: -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SinePositionEncoding(0));

        static void Refuses(string message, Action call) =>
            Assert.StartsWith("Layer 't': " + message, Assert.Throws<LayerException>(call).Message);
    }
}
