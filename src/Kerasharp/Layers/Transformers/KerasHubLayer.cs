namespace Kerasharp.Layers;

/// <summary>A layer that Keras has in its package <c>keras_hub</c>, under whose name files have it.</summary>
public abstract class KerasHubLayer : Layer
{
    private protected KerasHubLayer(string? name)
        : base(name) { }

    private protected override string Module => "keras_hub.layers";

    private protected override string? RegisteredName => $"keras_hub>{TypeName}";
}
