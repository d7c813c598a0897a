using System.Numerics.Tensors;
using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Layers;

public class EmbeddingTests
{
    private static readonly int[,] Ids =
    {
        { 1, 4 },
        { 0, 3 },
    };

    [Fact]
    public void It_is_one_Gather()
    {
        using var model = new Sequential([
            new Input(2) { ElementType = ElementType.Int32 },
            new Embedding(5, 3, name: "e"),
        ]);
        float[] first = model.Predict(Ids).ToFlat();
        float[] table = model.Weights[0].GetValue().ToFlat();
        Assert.Equal([.. table[3..6], .. table[12..15], .. table[..3], .. table[9..12]], first);
        Assert.All(table, v => Assert.InRange(v, -0.05f, 0.05f));
        Assert.Equal("(None, 2, 3)", model.OutputShapes()[0].ToString());
        Assert.Equal(["Gather"], ExportedModel.Operators(model).Keys);
    }

    [Fact]
    public void Its_gradient_is_scattered_and_no_matrix_of_ones_and_zeros()
    {
        // The rows of a large table that a batch does not name stay as they are.
        using var model = new Sequential([
            new Input(2) { ElementType = ElementType.Int32 },
            new Embedding(20000, 3, name: "e"),
        ]);
        model.Compile(new Kerasharp.Optimizers.SGD(1), "mse");
        float[] before = model.Weights[0].GetValue().ToFlat();
        model.Fit(Ids, new float[2, 2, 3], batchSize: 2, verbose: 0);
        float[] after = model.Weights[0].GetValue().ToFlat();
        int[] changed = [.. Enumerable.Range(0, 20000).Where(r => before[3 * r] != after[3 * r])];
        Assert.Equal([0, 1, 3, 4], changed);
    }

    [Fact]
    public void Weights_may_be_given_and_are_no_configuration()
    {
        var table = Tensor.Create<float>([1, 2, 3, 4, 5, 6], [3, 2]);
        var layer = new Embedding(3, 2, weights: table);
        using var model = new Sequential([new Input(1) { ElementType = ElementType.Int32 }, layer]);
        Assert.Equal(
            [5f, 6, 1, 2],
            model
                .Predict(
                    new[,]
                    {
                        { 2 },
                        { 0 },
                    }
                )
                .ToFlat()
        );
        Assert.False(layer.GetConfig().ContainsKey("weights"));
        Assert.Contains(
            "Weights of shape (3, 2) came for an Embedding of (2, 3)",
            Assert.Throws<ArgumentException>(() => new Embedding(2, 3, weights: table)).Message
        );
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    public void Indices_outside_are_refused_with_their_place(int index)
    {
        using var model = new Sequential([
            new Input(2) { ElementType = ElementType.Int32 },
            new Embedding(5, 3, name: "e"),
            new Flatten(),
            new Dense(1),
        ]);
        model.Compile("sgd", "mse");
        int[,] x =
        {
            { 1, 2 },
            { 3, 4 },
            { 0, index },
        };
        float[,] y = new float[3, 1];
        string expected =
            $"The index {index} came in x at (2, 1); numbers from 0 to 4 were expected by the layer 'e', which has 5 vectors.";
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => model.Fit(x, y, verbose: 0)).Message);
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => model.Evaluate(x, y, verbose: 0)).Message);
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => model.Predict(x)).Message);
    }

    [Fact]
    public void They_are_refused_in_any_model_where_they_go_straight_in()
    {
        var inner = new Sequential([new Embedding(4, 2, name: "inner")]);
        Input a = new(2) { Name = "a" };
        Input b = new(2) { Name = "b", ElementType = ElementType.Int64 };
        var y = ((SymbolicTensor)a).Apply(new Reshape(2, 1)).Apply(inner).Apply(new Flatten());
        using var model = new Model([a, b], [y, b.Apply(new Embedding(9, 1, name: "outer"))]);

        float[,] good =
        {
            { 3.9f, 0 },
        };
        model.PredictAll([
            good,
            new long[,]
            {
                { 8, 0 },
            },
        ]);
        Assert.Contains(
            "The index 4 came in x[0] at (0, 1); numbers from 0 to 3 were expected by the layer 'inner'",
            Assert
                .Throws<ArgumentException>(() =>
                    model.PredictAll([
                        new float[,]
                        {
                            { 3, 4 },
                        },
                        new long[1, 2],
                    ])
                )
                .Message
        );
        Assert.Contains(
            "by the layer 'outer'",
            Assert
                .Throws<ArgumentException>(() =>
                    model.PredictAll([
                        good,
                        new long[,]
                        {
                            { 8, 9 },
                        },
                    ])
                )
                .Message
        );
    }

    [Fact]
    public void Computed_indices_outside_are_an_error_of_ours()
    {
        using var model = new Sequential([
            new Input(1) { ElementType = ElementType.Int32 },
            new Lambda(x => x + x),
            new Embedding(5, 3),
        ]);
        model.Predict(
            new[,]
            {
                { 2 },
            }
        );
        var error = Assert.ThrowsAny<Exception>(() =>
            model.Predict(
                new[,]
                {
                    { 3 },
                }
            )
        );
        Assert.StartsWith("Kerasharp", error.GetType().Namespace, StringComparison.Ordinal);
    }

    [Fact]
    public void Padding_is_masked_where_asked_for()
    {
        // The mean squared error of ones against the vectors, over the places whose index is not 0.
        using var model = new Sequential([
            new Input(2) { ElementType = ElementType.Int32 },
            new Embedding(3, 1, embeddingsInitializer: "zeros", maskZero: true),
        ]);
        model.Compile("sgd", "mse");
        float[,,] y =
        {
            {
                { 1 },
                { 5 },
            },
            {
                { 3 },
                { 7 },
            },
        };
        double loss = model.Evaluate(
            new[,]
            {
                { 1, 0 },
                { 2, 0 },
            },
            y,
            verbose: 0
        )["loss"];
        Assert.Equal((1 + 9) / 2.0, loss, 1e-6);
    }

    [Fact]
    public void Numbers_below_one_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(0, 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Embedding(3, 0));
    }
}
