using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Operations;

/// <summary>What the activations among the functions refuse.</summary>
public class OpsActivationTests
{
    public static TheoryData<Func<SymbolicTensor, SymbolicTensor>, string> Wrong =>
        new()
        {
            { x => Ops.Relu(x, maxValue: -1), "maxValue of -1 came" },
            { x => Ops.Relu(x, negativeSlope: double.NaN), "negativeSlope of NaN came" },
            { x => Ops.Relu(x, threshold: double.PositiveInfinity), "came; a finite number was expected" },
            { x => Ops.Celu(x, 0), "alpha of 0 came; a finite number above 0" },
            { x => Ops.HardShrink(x, -0.5), "threshold of -0.5 came" },
            { x => Ops.SoftShrink(x, double.NaN), "threshold of NaN came" },
            { x => Ops.Squareplus(x, -4), "b of -4 came" },
            { x => Ops.Glu(x, 1), "(None, 3, 4) came to Glu, which halves axis 1" },
            { x => Ops.Glu(x, 0), "a known, even size was expected" },
            { x => Ops.Glu(x, 3), "Axis 3 of a tensor (None, 3, 4) came; -3 to 2 were expected" },
            { x => Ops.Sparsemax(x, -4), "Axis -4 of a tensor" },
        };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Wrong_arguments_are_refused(Func<SymbolicTensor, SymbolicTensor> function, string message)
    {
        var x = new SymbolicTensor(new Graph().AddInput("x", ElementType.Float32, new Input(3, 4).Shape));
        Assert.Contains(message, Assert.ThrowsAny<ArgumentException>(() => function(x)).Message);
    }
}
