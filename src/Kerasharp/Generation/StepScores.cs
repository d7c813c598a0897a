using System.Numerics.Tensors;
using Kerasharp.Data;

namespace Kerasharp.Generation;

/// <summary>A model whose states are inputs and outputs: what came out of a step goes into the next.</summary>
internal sealed class StepScores(Model model) : StatefulScores(model)
{
    private Tensor<float>[] _states = [];

    public override void Begin()
    {
        base.Begin();
        _states =
        [
            .. Model
                .Inputs.Skip(1)
                .Select(i => Tensor.CreateFromShape<float>([1, .. i.Shape.Skip(1).Select(d => (nint)d.Value)])),
        ];
    }

    protected override float[] Step(TensorData token)
    {
        TensorData[] inputs = [token, .. _states];
        var outputs = Model.PredictAll(inputs, batchSize: 1);
        _states = [.. outputs.Skip(1)];
        return Elements(outputs[0]);
    }
}
