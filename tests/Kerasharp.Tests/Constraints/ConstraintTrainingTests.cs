using Kerasharp.Constraints;
using Kerasharp.Layers;
using Kerasharp.Optimizers;

namespace Kerasharp.Tests.Constraints;

/// <summary>Constraints are applied inside the step, behind the update: what Fit leaves fulfils them.</summary>
public class ConstraintTrainingTests
{
    private static readonly float[,] X = Numbers(64, 6, 1);
    private static readonly float[,] Y = Numbers(64, 3, 2);

    public static TheoryData<string, string> Optimizers =>
        new()
        {
            { "sgd", "non_neg" },
            { "adam", "non_neg" },
            { "adam", "unit_norm" },
        };

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void After_Fit_the_weights_fulfil_them(string optimizer, string constraint)
    {
        using var model = new Sequential([
            new Input(6),
            new Dense(8, activation: "tanh", kernelConstraint: constraint, biasConstraint: "non_neg"),
            new Dense(3),
        ]);
        model.Compile(optimizer, loss: "mean_squared_error");
        model.Fit(X, Y, batchSize: 16, epochs: 3, verbose: 0);
        var kernel = model.GetWeights()[0];
        var bias = model.GetWeights()[1];
        for (int unit = 0; unit < 8; unit++)
        {
            double norm = 0;
            for (int i = 0; i < 6; i++)
            {
                norm += kernel[i, unit] * kernel[i, unit];
                if (constraint == "non_neg")
                    Assert.True(kernel[i, unit] >= 0);
            }
            if (constraint == "unit_norm")
                Assert.Equal(1, Math.Sqrt(norm), 1e-5);
            Assert.True(bias[unit] >= 0);
        }
    }

    [Fact]
    public void A_step_is_the_update_and_then_the_constraint()
    {
        // One weight w, x = 1, y = -1: the gradient of (w + 1)^2 is 2 (w + 1), so 0.5 - 0.5 * 3 = -1, which becomes 0.
        using var model = new Sequential([
            new Input(1),
            new Dense(
                1,
                useBias: false,
                kernelInitializer: new Kerasharp.Initializers.Constant(0.5),
                kernelConstraint: new NonNeg()
            ),
        ]);
        model.Compile(new SGD(0.5), loss: "mean_squared_error");
        model.Fit(
            new float[,]
            {
                { 1 },
            },
            new float[,]
            {
                { -1 },
            },
            epochs: 1,
            verbose: 0
        );
        Assert.Equal(0, model.GetWeights()[0][0, 0]);
    }

    [Fact]
    public void A_convolution_s_kernel_is_constrained_in_Keras_s_order_of_axes()
    {
        using var model = new Sequential([
            new Input(6, 6, 2),
            new Conv2D(4, 3, kernelConstraint: new UnitNorm(axis: [0, 1, 2])),
            new Flatten(),
            new Dense(1),
        ]);
        model.Compile("adam", loss: "mean_squared_error");
        model.Fit(new float[8, 6, 6, 2], new float[8, 1], epochs: 1, verbose: 0);
        var kernel = model.GetWeights()[0];
        for (int f = 0; f < 4; f++)
        {
            double square = 0;
            for (int u = 0; u < 3; u++)
            for (int v = 0; v < 3; v++)
            for (int c = 0; c < 2; c++)
                square += kernel[u, v, c, f] * kernel[u, v, c, f];
            Assert.Equal(1, square, 1e-5);
        }
    }

    private static float[,] Numbers(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var numbers = new float[rows, columns];
        for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
            numbers[i, j] = (float)(random.NextDouble() - 0.7);
        return numbers;
    }
}
