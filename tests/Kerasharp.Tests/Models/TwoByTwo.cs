using Kerasharp.Layers;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Tests.Models;

/// <summary>A user's model of two inputs and two outputs.</summary>
internal sealed class TwoByTwo : Model
{
    private readonly Dense _shared = new(5, activation: "tanh");
    private readonly Dense _digit = new(3, activation: "softmax");
    private readonly Dense _height = new(1);

    public override IReadOnlyList<InputSpec> Inputs =>
        [new("image", ElementType.Float32, new Shape(Dim.Batch, 6)), new("age", ElementType.Float32, new Shape(Dim.Batch, 2))];

    public override IReadOnlyList<string> OutputNames => ["digit", "height"];

    public override IReadOnlyList<Layer> Layers => [_shared, _digit, _height];

    public Weight DigitBias => _digit.Bias!;

    public Weight HeightBias => _height.Bias!;

    protected override IReadOnlyList<SymbolicTensor> Call(CallContext context, IReadOnlyList<SymbolicTensor> inputs)
    {
        var hidden = _shared.Invoke(context, Ops.Concatenate(inputs));
        return [_digit.Invoke(context, hidden), _height.Invoke(context, hidden)];
    }
}
