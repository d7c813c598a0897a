using Kerasharp.Layers;

namespace Kerasharp.Tests;

/// <summary>Layers that compute their results again for the gradients.</summary>
[Collection(nameof(AloneCollection))]
public class RematScopeTests
{
    private static readonly float[,] X = Numbers(32, 6, 1);
    private static readonly float[,] Y = Numbers(32, 2, 2);

    [Theory]
    [InlineData("full")]
    [InlineData("activations")]
    [InlineData("larger_than")]
    [InlineData("list_of_layers")]
    public void The_numbers_stay_the_same(string mode) => Assert.Equal(Trained(null), Trained(mode));

    [Fact]
    public void Unknown_modes_are_refused_and_the_scope_ends()
    {
        Assert.Contains("'full'", Assert.Throws<ArgumentException>(() => new RematScope("some")).Message);
        using (new RematScope())
            Assert.NotNull(RematScope.Current);
        Assert.Null(RematScope.Current);
    }

    private static float[] Trained(string? mode)
    {
        Utils.SetRandomSeed(3);
        using var scope = new RematScope(mode, outputSizeThreshold: 4, layerNames: ["middle"]);
        using var model = new Sequential([
            new Input(6),
            new Dense(16, activation: "tanh"),
            new Dropout(0.3),
            new Dense(8, activation: "sigmoid", name: "middle"),
            new Dense(2),
        ]);
        model.Compile(optimizer: "adam", loss: "mean_squared_error");
        model.Fit(X, Y, batchSize: 8, epochs: 3, verbose: 0);
        return [.. model.GetWeights().SelectMany(w => w.ToArray())];
    }

    private static float[,] Numbers(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var numbers = new float[rows, columns];
        for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
            numbers[i, j] = (float)random.NextDouble();
        return numbers;
    }
}
