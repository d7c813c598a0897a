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
}
