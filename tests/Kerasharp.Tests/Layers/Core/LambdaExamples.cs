using Kerasharp.Layers;
using Kerasharp.Saving;
using Kerasharp.Tests.Layers.Examples;

namespace Kerasharp.Tests.Layers;

internal sealed class LambdaExamples : ILayerExamples
{
    public static readonly Func<SymbolicTensor, SymbolicTensor> Square = x => x * x;
    public static readonly Func<IReadOnlyList<SymbolicTensor>, SymbolicTensorList> Both = xs =>
        [xs[0] + xs[1], xs[0] * xs[1]];
    public static readonly Func<
        IReadOnlyList<SymbolicTensor>,
        IReadOnlyDictionary<string, double>,
        SymbolicTensorList
    > Scaled = (xs, numbers) => xs[0] * numbers["factor"];
    public static readonly Func<IReadOnlyList<SymbolicTensor>, SymbolicTensor?, SymbolicTensor?> Positive = (xs, _) =>
        Ops.Greater(Ops.Max(xs[0], -1), 0);

    static LambdaExamples()
    {
        CustomObjects.Register("lambda_square", Square);
        CustomObjects.Register("lambda_both", Both);
        CustomObjects.Register("lambda_scaled", Scaled);
        CustomObjects.Register("lambda_positive", Positive);
    }

    public static IEnumerable<LayerExample> Examples =>
        [
            new(() => new Lambda(Square), LayerInput.Normal(3, 4)),
            new(() => new Lambda(Both), LayerInput.Normal(3, 4), LayerInput.Normal(3, 1)),
            new(
                () => new Lambda(Scaled, [null, 4], Positive, new Dictionary<string, double> { ["factor"] = 2.5 }),
                LayerInput.Normal(3, 2, 4)
            ),
            new(() => new Lambda(x => Ops.Exp(x), name: "exp"), LayerInput.Normal(3, 4)) { IsConfigured = false },
        ];
}
