using Kerasharp.Layers;
using Kerasharp.Onnx.Operators;
using Kerasharp.Onnx.Runtime;

namespace Kerasharp.Tests.Training;

/// <summary>What a kernel throws within a step of training reaches the caller of Fit.</summary>
public sealed class KernelFaultTests
{
    [Fact]
    public void ReachesTheCallerOfFit()
    {
        float[,] x =
        {
            { 1, 2 },
            { 3, 4 },
        };
        float[,] y =
        {
            { 1 },
            { 2 },
        };
        using var model = new Sequential([new Input(2), new BrokenNoise(), new Dense(1)]);
        model.Compile(optimizer: "sgd", loss: "mse");
        float[] before = [.. model.GetWeights().SelectMany(w => w)];

        var error = Assert.Throws<OnnxRuntimeException>(() => model.Fit(x, y, verbose: 0));

        var inner = Assert.IsType<ArgumentException>(error.InnerException);
        Assert.StartsWith("RandomUniform was given 3 numbers as its state; 2 were expected", inner.Message);
        Assert.Contains("broken_noise", error.Message);
        Assert.Equal(before, model.GetWeights().SelectMany(w => w));
        // The model holds no lock: what does not draw noise still works.
        Assert.Equal(2, model.Predict(x).FlattenedLength);
        Assert.True(double.IsFinite(model.Evaluate(x, y, verbose: 0)["loss"]));
        using var other = new Sequential([new Input(2), new Dropout(0.5), new Dense(1)]);
        other.Compile(optimizer: "sgd", loss: "mse");
        Assert.True(double.IsFinite(other.Fit(x, y, verbose: 0)["loss"][0]));
    }

    /// <summary>Draws noise from a state of three numbers, which shape inference lets through and the kernel does not.</summary>
    private sealed class BrokenNoise() : Layer("broken_noise")
    {
        protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
        {
            if (!context.Training)
                return input;
            var state = Op.Cast(
                Op.Slice(Op.Reshape(input.Value, -1), 0, 0, 3),
                Kerasharp.Onnx.Graphs.ElementType.Int64
            );
            return input + new SymbolicTensor(Op.DrawLike(state, input.Value, 0));
        }
    }
}
