using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Layers;

public class ReversibleEmbeddingTests
{
    private static readonly int[,] Ids =
    {
        { 1, 3 },
        { 0, 3 },
    };

    [Theory]
    [InlineData(true, null)]
    [InlineData(true, 0.5)]
    [InlineData(false, null)]
    public void The_reverse_is_a_product_with_the_table(bool tied, double? cap)
    {
        var embedding = new ReversibleEmbedding(4, 3, tied, embeddingsInitializer: "random_normal", logitSoftCap: cap);
        using var model = Language(embedding);
        Assert.Equal(tied ? 1 : 2, model.Weights.Count);
        Assert.Equal("(None, 2, 4)", model.OutputShapes()[0].ToString());
        float[] table = embedding.Embeddings!.GetValue().ToFlat();
        float[] reverse = embedding.ReverseEmbeddings?.GetValue().ToFlat() ?? [];
        float[] logits = model.Predict(Ids).ToFlat();
        int[] ids = [1, 3, 0, 3];
        for (int n = 0; n < 4; n++)
        for (int v = 0; v < 4; v++)
        {
            double sum = Enumerable
                .Range(0, 3)
                .Sum(k => table[3 * ids[n] + k] * (double)(tied ? table[3 * v + k] : reverse[4 * k + v]));
            Assert.Equal(cap is { } c ? Math.Tanh(sum / c) * c : sum, logits[4 * n + v], 1e-6);
        }
    }

    [Fact]
    public void A_tied_table_is_trained_by_both_ends()
    {
        var embedding = new ReversibleEmbedding(4, 3, embeddingsInitializer: "random_normal");
        using var model = Language(embedding);
        model.Compile(new SGD(0.1), "mse");
        float[] before = embedding.Embeddings!.GetValue().ToFlat();
        model.Fit(Ids, new float[2, 2, 4], verbose: 0);
        // The reverse alone reaches the row 2, which no index names.
        Assert.NotEqual(before[6..9], embedding.Embeddings.GetValue().ToFlat()[6..9]);
        model
            .Weights[0]
            .SetValue(System.Numerics.Tensors.Tensor.Create<float>([1, 0, 0, 0, 1, 0, 0, 0, 1, 1, 1, 1], [4, 3]));
        Assert.Equal([0f, 1, 0, 1, 1, 1, 1, 3], model.Predict(Ids).ToFlat()[..8]);
    }

    [Fact]
    public void Lora_reaches_the_reverse_too()
    {
        var embedding = new ReversibleEmbedding(4, 3);
        using var model = Language(embedding);
        embedding.EnableLora(2, bInitializer: "ones");
        float[] first = model.Predict(Ids).ToFlat();
        float[] merged = ExportedModel.Predict(model, Ids);
        Assert.Equal(first.Length, merged.Length);
        for (int i = 0; i < first.Length; i++)
            Assert.Equal(first[i], merged[i], 1e-5);
    }

    [Fact]
    public void Vectors_of_another_size_are_refused()
    {
        var embedding = new ReversibleEmbedding(4, 3, name: "r");
        var error = Assert.Throws<LayerException>(() => embedding.ApplyReverse(new Input(2)));
        Assert.Equal(
            "Layer 'r': an input of shape (None, 2) came; the reverse takes a last axis of 3, the size of the vectors. Give that, or another outputDim.",
            error.Message
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReversibleEmbedding(4, 3, logitSoftCap: 0));
    }

    private static Model Language(ReversibleEmbedding embedding)
    {
        SymbolicTensor tokens = new Input(2) { ElementType = ElementType.Int32 };
        return new Model(tokens, embedding.ApplyReverse(embedding.Apply(tokens)));
    }
}
