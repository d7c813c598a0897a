using Kerasharp.Constraints;
using Kerasharp.Initializers;
using Kerasharp.Regularizers;

namespace Kerasharp.Tests.Coverage;

/// <summary>Initializers, regularizers and constraints with each argument other than its default.</summary>
internal static class FunctionExamples
{
    public static IReadOnlyList<object> All { get; } =
    [
        new Zeros(),
        new Ones(),
        new Constant(3),
        new Kerasharp.Initializers.Identity(2),
        new RandomNormal(1, 0.5, seed: 1),
        new RandomUniform(-1, 2, seed: 2),
        new TruncatedNormal(1, 0.5, seed: 3),
        new VarianceScaling(2, "fan_out", "uniform", seed: 4, [0], [1, 2]),
        new GlorotNormal(seed: 5, [0], [1, 2]),
        new GlorotUniform(seed: 6, [0], [1, 2]),
        new HeNormal(seed: 7, [0], [1, 2]),
        new HeUniform(seed: 8, [0], [1, 2]),
        new LecunNormal(seed: 9, [0], [1, 2]),
        new LecunUniform(seed: 10, [0], [1, 2]),
        new Orthogonal(2, seed: 11),
        new L1(0.5),
        new L2(0.5),
        new L1L2(0.25, 0.5),
        new OrthogonalRegularizer(0.5, "columns"),
        new MaxNorm(3, axis: 1),
        new MinMaxNorm(0.5, 2, rate: 0.25, axis: [0, 1]),
        new NonNeg(),
        new UnitNorm(axis: [0, 1, 2]),
    ];
}
