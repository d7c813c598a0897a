using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Generation;

/// <summary>A model that is given each token once, and remembers by its layers.</summary>
internal class StatefulScores(Model model) : NextScores(model)
{
    private int _given;

    public override void Begin()
    {
        _given = 0;
        Model.ResetStates();
    }

    public override float[] After(List<int> tokens)
    {
        float[] scores = [];
        for (; _given < tokens.Count; _given++)
            scores = Step(
                Model.Inputs[0].Shape.Rank == 1
                    ? new[] { tokens[_given] }
                    : new[,]
                    {
                        { tokens[_given] },
                    }
            );
        return scores;
    }

    /// <summary>Gives the model a token.</summary>
    protected virtual float[] Step(TensorData token) => Elements(Model.Predict(token, batchSize: 1));

    /// <summary>A tensor's elements in a row.</summary>
    protected static float[] Elements(System.Numerics.Tensors.Tensor<float> tensor)
    {
        var elements = new float[tensor.FlattenedLength];
        tensor.FlattenTo(elements);
        return elements;
    }
}
