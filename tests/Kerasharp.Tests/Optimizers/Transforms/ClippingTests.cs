using Kerasharp.Layers;
using Kerasharp.Optimizers;
using Kerasharp.Tests.Layers;

namespace Kerasharp.Tests.Optimizers.Transforms;

/// <summary>
/// Clipping within the updates, and where gradients are needed besides, against clipping in standard operators; of weights that are summed up
/// in parts.
/// </summary>
public class ClippingTests
{
    private const int Features = 113;
    private const int Units = 601;
    private const int Words = 50;

    private static readonly float[,] X = Elements.Rows(16, Features);
    private static readonly float[,] Y = Elements.Rows(16, 2, phase: 3);

    private static readonly Dictionary<string, Func<bool, Optimizer>> Makers = new()
    {
        ["clipnorm"] = clips => new SGD(0.1, 0.9, clipnorm: clips ? 0.05 : null),
        ["globalClipnorm"] = clips => new SGD(0.1, 0.9, globalClipnorm: clips ? 0.05 : null),
        ["clipvalue"] = clips => new SGD(0.1, 0.9, clipvalue: clips ? 1e-3 : null),
        ["decay"] = clips => new SGD(0.1, 0.9, weightDecay: 0.1, clipnorm: clips ? 0.05 : null),
        ["accumulation"] = clips => new SGD(0.1, 0.9, clipnorm: clips ? 0.05 : null, gradientAccumulationSteps: 2),
        ["loss scale"] = clips => new SGD(0.1, 0.9, globalClipnorm: clips ? 0.05 : null, lossScaleFactor: 1024),
        ["dynamic scale"] = clips => new LossScaleOptimizer(new SGD(0.1, 0.9, clipvalue: clips ? 1e-3 : null)),
        ["average"] = clips => new SGD(0.1, 0.9, clipnorm: clips ? 0.05 : null, useEma: true),
        ["muon"] = clips => new Muon(0.01, globalClipnorm: clips ? 0.05 : null),
        ["lamb"] = clips => new Lamb(0.01, clipnorm: clips ? 0.05 : null),
        ["adafactor"] = clips => new Adafactor(0.01, clipvalue: clips ? 1e-4 : null),
    };

    public static TheoryData<string> Cases => [.. Makers.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Leads_where_clipping_in_standard_operators_leads(string name)
    {
        var clipped = Trained(Makers[name](true), Device.Cpu);

        Assert.Equal(clipped.Weights, Trained(Makers[name](true), Device.Cpu).Weights);
        // What they moved by, since that is small beside the weights.
        var twin = Trained(Makers[name](true), Device.CpuLikeWebGpu);
        for (int i = 0; i < clipped.Moves.Length; i++)
            Elements.AssertClose(twin.Moves[i], clipped.Moves[i], 1e-4, $"weight {i}");
        var free = Trained(Makers[name](false), Device.Cpu);
        Assert.True(
            Elements.Distance(free.Moves[0].Select(m => (double)m), clipped.Moves[0]) > 0.01,
            "Nothing was clipped."
        );
    }

    [Theory]
    [InlineData("clipnorm", 4)]
    [InlineData("globalClipnorm", 4)]
    [InlineData("clipvalue", 0)]
    public void Takes_no_pass_over_a_gradient_but_the_norms(string name, int sums)
    {
        string[] operators = Trained(Makers[name](true), Device.Cpu).Operators;

        Assert.Equal(sums, operators.Count(o => o.EndsWith("SumOfSquares", StringComparison.Ordinal)));
        Assert.DoesNotContain("Clip", operators);
        Assert.DoesNotContain("ReduceSumSquare", operators);
    }

    [Fact]
    public void An_embeddings_gradient_is_clipped_too()
    {
        int[,] words = new int[16, 7];
        for (int i = 0; i < words.Length; i++)
            words[i / 7, i % 7] = i * i % Words;
        float[] Embedded(Device device, double? norm)
        {
            using var model = new Sequential([new Input(7), new Embedding(Words, 5), new Flatten(), new Dense(2)]);
            Fill(model);
            model.Compile(new SGD(1, clipnorm: norm), "mse", device: device);
            model.Fit(words, Y, batchSize: 8, epochs: 2, verbose: 0, shuffle: false);
            return model.Snapshot()[0];
        }

        float[] clipped = Embedded(Device.Cpu, 0.05);

        Elements.AssertClose(Embedded(Device.CpuLikeWebGpu, 0.05), clipped, 1e-5, "embeddings");
        Assert.NotEqual(Embedded(Device.Cpu, null), clipped);
    }

    private static (float[][] Weights, float[][] Moves, string[] Operators) Trained(Optimizer optimizer, Device device)
    {
        using var model = new Sequential([new Input(Features), new Dense(Units, activation: "tanh"), new Dense(2)]);
        Fill(model);
        float[][] first = model.Snapshot();
        model.Compile(optimizer, "mse", device: device);
        model.Fit(X, Y, batchSize: 8, epochs: 3, verbose: 0, shuffle: false);
        float[][] last = model.Snapshot();
        float[][] moves = [.. last.Zip(first, (l, f) => l.Zip(f, (a, b) => a - b).ToArray())];
        return (last, moves, [.. model.Placement().Select(n => n.Operator)]);
    }

    /// <summary>The same first weights each time.</summary>
    private static void Fill(Sequential model)
    {
        ulong seed = 1;
        foreach (var weight in model.Weights)
        {
            float[] numbers = [.. LayerHarness.Normal(weight.Count, seed++).Select(n => 0.1f * n)];
            weight.SetValue(numbers.ToTensor([.. weight.Shape.ToArray().Select(d => (nint)d)]));
        }
    }
}
