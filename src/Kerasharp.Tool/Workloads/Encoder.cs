using Kerasharp.Layers;

namespace Kerasharp.Workloads;

/// <summary>
/// PyTorch's TransformerEncoderLayer: as <see cref="TransformerEncoder"/>, with one more dropout between the two dense layers.
/// </summary>
internal sealed class Encoder : Layer
{
    private readonly MultiHeadAttention _attention;
    private readonly LayerNormalization[] _norms;
    private readonly Dropout[] _dropouts;
    private readonly Dense _intermediate;
    private readonly Dense _output;

    public Encoder(int intermediateDim, int numHeads, double dropout, int width = 128)
    {
        _attention = Track(new MultiHeadAttention(numHeads, width / numHeads, dropout: dropout));
        _norms = [Track(new LayerNormalization(epsilon: 1e-5)), Track(new LayerNormalization(epsilon: 1e-5))];
        _dropouts = [Track(new Dropout(dropout)), Track(new Dropout(dropout)), Track(new Dropout(dropout))];
        _intermediate = Track(new Dense(intermediateDim, activation: "gelu"));
        _output = Track(new Dense(width));
    }

    protected override void Build(Kerasharp.Onnx.Graphs.Shape inputShape) { }

    protected override SymbolicTensor Call(CallContext context, SymbolicTensor input)
    {
        var y = _attention.Invoke(context, input, input);
        var x = _norms[0].Invoke(context, input + _dropouts[0].Invoke(context, y));
        y = _dropouts[1].Invoke(context, _intermediate.Invoke(context, x));
        y = _output.Invoke(context, y);
        return _norms[1].Invoke(context, x + _dropouts[2].Invoke(context, y));
    }
}
