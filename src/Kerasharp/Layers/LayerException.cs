namespace Kerasharp.Layers;

/// <summary>An input does not fit a layer; the message names the layer, the shape that came and the one that it needs.</summary>
public class LayerException : ArgumentException
{
    /// <summary>With the layer's name and what is wrong.</summary>
    public LayerException(string layer, string message, Exception? innerException = null)
        : base($"Layer '{layer}': {message}", innerException) => Layer = layer;

    /// <summary>The layer's name.</summary>
    public string Layer { get; }
}
