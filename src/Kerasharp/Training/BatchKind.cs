using Kerasharp.Data;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Training;

/// <summary>What decides which program predicts a batch: the number of rows, and of each array the type and a row's dimensions.</summary>
internal sealed class BatchKind
{
    private readonly int _revision = GraphRevision.Current;
    private readonly int _rows;
    private readonly (ElementType Type, Shape Shape)[] _arrays;

    /// <param name="x">The arrays.</param>
    /// <param name="rows">How many of their rows a batch has.</param>
    public BatchKind(TensorDataList x, int rows)
    {
        _rows = rows;
        _arrays = [.. x.Select(d => (d.ElementType, d.Shape))];
    }

    /// <summary>Whether batches of arrays are of this kind, and layers write what they wrote then.</summary>
    public bool Fits(TensorDataList x, int rows)
    {
        if (rows != _rows || x.Count != _arrays.Length || _revision != GraphRevision.Current)
            return false;
        for (int i = 0; i < _arrays.Length; i++)
        {
            var (type, shape) = _arrays[i];
            if (x[i].ElementType != type || x[i].Shape.Rank != shape.Rank)
                return false;
            for (int axis = 1; axis < shape.Rank; axis++)
                if (x[i].Shape[axis].Value != shape[axis].Value)
                    return false;
        }
        return true;
    }

    /// <summary>The kind as a key.</summary>
    public override string ToString() =>
        $"{_revision}|{_rows}|{string.Join("|", _arrays.Select(a => $"{a.Type}{a.Shape.With(0, 1)}"))}";
}
