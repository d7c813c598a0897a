using Kerasharp.Layers;

namespace Kerasharp.Workloads;

/// <summary>Two convolutions with normalisation, added to what came in: the block of a residual network of 20 layers.</summary>
internal sealed class Residual : Layer
{
    private readonly Conv2D[] _convolutions;
    private readonly BatchNormalization[] _norms;
    private readonly (Conv2D Convolution, BatchNormalization Norm)? _shortcut;

    public Residual(int filters, int strides, bool projects)
    {
        _convolutions = [Track(Convolution(filters, 3, strides)), Track(Convolution(filters, 3, 1))];
        _norms = [Track(Norm()), Track(Norm())];
        if (projects)
            _shortcut = (Track(Convolution(filters, 1, strides)), Track(Norm()));
    }

    public static Conv2D Convolution(int filters, int size, int strides) =>
        new(filters, size, strides, padding: "same", useBias: false);

    public static BatchNormalization Norm() => new(momentum: 0.9, epsilon: 1e-5);

    protected override void Build(Kerasharp.Onnx.Graphs.Shape inputShape) { }

    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        var y = Ops.Relu(_norms[0].Invoke(context, _convolutions[0].Invoke(context, input)));
        y = _norms[1].Invoke(context, _convolutions[1].Invoke(context, y));
        var past = _shortcut is var (convolution, norm)
            ? norm.Invoke(context, convolution.Invoke(context, input))
            : input;
        return Ops.Relu(y + past);
    }
}
