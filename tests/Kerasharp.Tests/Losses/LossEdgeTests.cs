using Kerasharp.Losses;

namespace Kerasharp.Tests.Losses;

/// <summary>Perfect, hopeless and empty predictions: values and gradients stay numbers.</summary>
public class LossEdgeTests
{
    private static readonly float[,] OneHot =
    {
        { 1, 0, 0 },
        { 0, 1, 0 },
    };

    private static readonly float[,] Wrong =
    {
        { 0, 0, 1 },
        { 1, 0, 0 },
    };

    public static TheoryData<string> Matched =>
        [.. Loss.Names.Where(n => char.IsUpper(n[0]) && char.IsLower(n[1]) && !((Loss)n).TargetsAreIndices)];

    [Theory]
    [MemberData(nameof(Matched))]
    public void PerfectAndHopelessPredictions(string name)
    {
        foreach (var y in new[] { OneHot, new float[2, 3] })
        foreach (var p in new[] { OneHot, Wrong, new float[2, 3] })
        {
            if (p[0, 0] + p[0, 1] + p[0, 2] == 0 && name.StartsWith("Categorical", StringComparison.Ordinal))
                continue; // no probabilities
            Finite(name, y, p);
        }
    }

    [Fact]
    public void GammaBelowOne()
    {
        foreach (bool fromLogits in new[] { false, true })
        {
            Finite(new BinaryFocalCrossentropy(gamma: 0.5, fromLogits: fromLogits), OneHot, OneHot);
            Finite(new CategoricalFocalCrossentropy(gamma: 0.5, fromLogits: fromLogits), OneHot, OneHot);
        }
        var far = new float[,]
        {
            { 200, -200, -200 },
            { 200, 200, -200 },
        };
        Finite(new BinaryFocalCrossentropy(gamma: 0.5, fromLogits: true), OneHot, far);
        Finite(new CategoricalFocalCrossentropy(gamma: 0.5, fromLogits: true), OneHot, far);
    }

    [Fact]
    public void LabelsOfClassesWithoutProbability()
    {
        Finite(new SparseCategoricalCrossentropy(), new[] { 0, 1 }, Wrong);
        Finite(new CategoricalGeneralizedCrossEntropy(), new[] { 0, 1 }, Wrong);
        Finite(new CategoricalGeneralizedCrossEntropy(), new[] { 0, 1 }, OneHot);
    }

    [Fact]
    public void WhatIsIgnoredMayBeAnything()
    {
        var p = new float[,]
        {
            { float.NaN, 0, 0 },
            { 0, 1, 0 },
            { float.PositiveInfinity, 1, 0 },
        };
        foreach (bool fromLogits in new[] { false, true })
            Finite(new SparseCategoricalCrossentropy(fromLogits, ignoreClass: -1), new[] { -1, 1, -1 }, p);
        // Nothing counts.
        Assert.Equal(0, Finite(new SparseCategoricalCrossentropy(ignoreClass: -1), new[] { -1, -1 }, OneHot));
    }

    [Fact]
    public void ACircleWithoutPairs()
    {
        Assert.Equal(0, Finite(new Circle(), new[] { 1, 1 }, OneHot));
        Assert.Equal(0, Finite(new Circle(), new[] { 1, 2 }, OneHot));
    }

    [Fact]
    public void LabelsForWhichTheStepsDoNotSuffice()
    {
        // Two equal labels need three steps.
        var p = new float[2, 2, 3];
        var y = new[,]
        {
            { 1, 1 },
            { 1, 0 },
        };
        var graph = new LossGraph();
        var logits = graph.Input("p", p);
        var (value, gradient) = graph.Differentiate(
            new CTC(LossReduction.Sum).Compute(graph.Input("y", y), logits),
            logits
        );
        Assert.InRange(value, 5e8, 2e9);
        Assert.Equal(new double[6], gradient[..6]);
        Assert.Equal(1 / 3.0 - 2 / 3.0, gradient[7], 1e-6);
    }

    [Fact]
    public void LossesSeeThroughASoftmaxAndASigmoid()
    {
        var far = new float[,]
        {
            { -200, 0, 200 },
            { 0, 200, -200 },
        };
        var graph = new LossGraph();
        var z = graph.Input("z", far);
        var y = graph.Input("y", OneHot);
        var loss =
            new BinaryFocalCrossentropy(gamma: 0).Compute(y, Ops.Sigmoid(z))
            + new CategoricalFocalCrossentropy(alpha: 1, gamma: 0).Compute(y, Ops.Softmax(z))
            + new KLDivergence().Compute(y, Ops.Softmax(z))
            + new CategoricalGeneralizedCrossEntropy().Compute(graph.Input("labels", new[] { 0, 1 }), Ops.Softmax(z));
        var (value, gradient) = graph.Differentiate(loss, z);
        // 200 and 200 for yes and no of the first row, log 2 for its middle and the second's first.
        double binary = (400 + 2 * Math.Log(2)) / 6;
        Assert.Equal(binary + 200 + 200 + 1, value, 1e-2);
        Assert.All(gradient, g => Assert.True(double.IsFinite(g)));
    }

    private static double Finite(Loss loss, Array y, Array p)
    {
        var graph = new LossGraph();
        var prediction = graph.Input("p", p);
        var (value, gradient) = graph.Differentiate(loss.Compute(graph.Input("y", y), prediction), prediction);
        Assert.True(double.IsFinite(value), $"{loss.Name}: {value}");
        Assert.All(gradient, g => Assert.True(double.IsFinite(g), $"{loss.Name}: {g}"));
        return value;
    }
}
