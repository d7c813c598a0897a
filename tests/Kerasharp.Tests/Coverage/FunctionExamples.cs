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
        new VarianceScaling(2, "fan_out", "uniform", seed: 4),
        new GlorotNormal(seed: 5),
        new GlorotUniform(seed: 6),
        new HeNormal(seed: 7),
        new HeUniform(seed: 8),
        new LecunNormal(seed: 9),
        new LecunUniform(seed: 10),
        new Orthogonal(2, seed: 11),
        new L1(0.5),
        new L2(0.5),
        new L1L2(0.25, 0.5),
    ];
}
