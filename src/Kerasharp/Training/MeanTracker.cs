using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Training;

/// <summary>The mean of a number over an epoch, each batch counted by its examples; summed inside the step in double precision.</summary>
internal sealed class MeanTracker(string name)
{
    private readonly Weight _total = new($"{name}/total", ConstantTensor.Scalar(0, ElementType.Float64), trainable: false);
    private readonly Weight _count = new($"{name}/count", ConstantTensor.Scalar(0, ElementType.Float64), trainable: false);

    public string Name => name;

    /// <summary>Adds the step's number to the sum.</summary>
    public void Add(CallContext context, SymbolicTensor value, Value batch)
    {
        var count = new SymbolicTensor(Op.Cast(batch, ElementType.Float64));
        context.AddUpdate(_total, context.Latest(_total) + Ops.Cast(value, ElementType.Float64) * count);
        context.AddUpdate(_count, context.Latest(_count) + count);
    }

    public double Result()
    {
        double count = _count.State.ReadScalar<double>();
        return count == 0 ? 0 : _total.State.ReadScalar<double>() / count;
    }

    public void Reset()
    {
        _total.State.Reset();
        _count.State.Reset();
    }

    public void Free()
    {
        _total.State.Free();
        _count.State.Free();
    }
}
