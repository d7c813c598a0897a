using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Generation;

/// <summary>A model that remembers nothing, and so is given the last tokens again for each that follows.</summary>
internal sealed class WindowScores(Model model, Dim window, Shape outputs) : NextScores(model)
{
    public override void Check(int length)
    {
        // Without a place of its own for each token, what fills up would be read as text.
        if (window.IsKnown && outputs.Rank == 2 && length < window.Value)
            throw new ArgumentException(
                $"A prompt of {length} tokens came for the model '{Model.Name}', which says by {window} tokens what follows; as many were expected. Give a longer prompt, or train with scores at each place."
            );
    }

    public override void Begin() { }

    public override float[] After(List<int> tokens)
    {
        int length = window.IsKnown ? (int)window.Value : tokens.Count;
        int given = Math.Min(length, tokens.Count);
        var x = new int[length];
        CollectionsMarshal.AsSpan(tokens)[^given..].CopyTo(x);
        var scores = Model.Predict(Tensor.Create(x, [1, length]), batchSize: 1);
        int count = (int)scores.Lengths[^1];
        var all = new float[scores.FlattenedLength];
        scores.FlattenTo(all);
        return outputs.Rank == 2 ? all : all[((given - 1) * count)..(given * count)];
    }
}
