using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Layers;

/// <summary>What LoRA adds to a weight W of shape (..., n): factor A · B, with A of shape (..., rank) and B of shape (rank, n).</summary>
internal sealed class LowRankAdapter(Weight a, Weight b, double factor)
{
    private static int s_made;

    /// <summary>How many adapters there have been in the process: what was made of a model before the last one may not know it.</summary>
    public static int Made => Volatile.Read(ref s_made);

    public Weight A { get; } = a;

    public Weight B { get; } = b;

    public double Factor { get; } = factor;

    /// <summary>Adds the adapter to the weight.</summary>
    public void Attach(Weight weight)
    {
        weight.Adapter = this;
        Interlocked.Increment(ref s_made);
    }

    /// <summary>The weight with the product added, in a graph.</summary>
    public SymbolicTensor Merged(CallContext context, Weight weight) =>
        context[weight] + Ops.Matmul(context[A], context[B]) * Factor;

    /// <summary>The weight's elements with the product added.</summary>
    public byte[] Merge(byte[] weight) =>
        A.ElementType switch
        {
            ElementType.Float32 => Merge<float>(weight),
            ElementType.Float64 => Merge<double>(weight),
            var type => Weight.In(type, Merge<float>(Singles(weight)), ElementType.Float32).ToArray(),
        };

    private byte[] Merge<T>(byte[] weight)
        where T : unmanaged, INumber<T>
    {
        var (read, type) = (A.ElementType, ElementTypes.Of<T>());
        var merged = MemoryMarshal.Cast<byte, T>(weight.AsSpan());
        var a = MemoryMarshal.Cast<byte, T>(Weight.In(type, A.ReadLogical(), read));
        var b = MemoryMarshal.Cast<byte, T>(Weight.In(type, B.ReadLogical(), read));
        int rank = (int)B.Shape[0].Value;
        int columns = (int)B.Shape[1].Value;
        for (int row = 0; row < merged.Length / columns; row++)
        {
            var target = merged.Slice(row * columns, columns);
            for (int r = 0; r < rank; r++)
                TensorPrimitives.MultiplyAdd(
                    b.Slice(r * columns, columns),
                    T.CreateTruncating(Factor * double.CreateTruncating(a[row * rank + r])),
                    target,
                    target
                );
        }
        return weight;
    }

    private byte[] Singles(byte[] weight) => Weight.In(ElementType.Float32, weight, A.ElementType).ToArray();

    /// <summary>Makes the product zero. Keras sets A to zero, too; then no gradient would reach either of them any more.</summary>
    public void Clear() => B.WriteLogical(new byte[B.ByteLength]);
}
