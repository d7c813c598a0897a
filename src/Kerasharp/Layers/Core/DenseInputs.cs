using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>What layers that multiply the last axis by a matrix ask of their inputs, and the product as ONNX writes it best.</summary>
internal static class DenseInputs
{
    /// <summary>The size of the last axis of an input to build for.</summary>
    public static long Features(Layer layer, Shape shape)
    {
        CheckRank(layer, shape);
        return layer.KnownChannels(shape);
    }

    /// <summary>Refuses an input that does not fit the kernel.</summary>
    public static void Check(Layer layer, Shape shape, Weight kernel)
    {
        CheckRank(layer, shape);
        var needed = kernel.Shape[0];
        if (shape[-1].IsKnown && shape[-1] != needed)
            throw layer.Misfit(
                shape,
                $"the layer was built for a last axis of {needed}",
                $"Give that, or another {layer.TypeName}."
            );
    }

    /// <summary>x · matrix + bias over the last axis.</summary>
    public static Value Product(Value x, Value matrix, Value? bias = null)
    {
        if (x.Rank == 2 && (bias is null || bias.Rank == 1))
            return Op.Gemm(x, matrix, c: bias);
        var y = Op.MatMul(x, matrix);
        return bias is null ? y : y + bias;
    }

    private static void CheckRank(Layer layer, Shape shape)
    {
        if (shape.Rank < 2)
            throw layer.Misfit(shape, "at least 2 dimensions (batch, ..., inputs) were expected", "Reshape it.");
    }
}
