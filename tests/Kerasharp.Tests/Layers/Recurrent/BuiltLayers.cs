using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers.Recurrent;

internal static class BuiltLayers
{
    /// <summary>The layer with weights for an input of a shape without the batch.</summary>
    public static T Built<T>(this T layer, params long[] shape)
        where T : Layer
    {
        layer.Apply([new Input(shape).ToSymbolicTensor()]);
        return layer;
    }

    /// <summary>What a model of the layer behind another gives for zeros.</summary>
    public static float[] Behind(this Layer layer, Layer before, params int[] shape)
    {
        using var model = new Sequential([new Input([.. shape.Select(d => (long)d)]), before, layer]);
        var zeros = new float[shape.Aggregate(1, (a, b) => a * b)];
        return model.Predict(zeros.ToTensor([1, .. shape.Select(d => (nint)d)])).ToFlat();
    }
}
