using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>While training, turns half of the images over; which ones is drawn anew in each step.</summary>
/// <remarks>
/// <para>Input and output: (batch, height, width, channels), or an image without a batch. With <c>horizontal_and_vertical</c> an image is
/// turned over in both directions or in none, as in Keras.</para>
/// <para>Outside training images stay as they are. Bounding boxes and segmentation masks are no inputs here.</para>
/// <para>Keras: <c>keras.layers.RandomFlip</c>.</para>
/// </remarks>
/// <example><code>new RandomFlip("horizontal")   // left and right change places</code></example>
public sealed class RandomFlip : RandomImageAugmentation
{
    /// <summary>A layer for a direction.</summary>
    /// <param name="mode"><c>horizontal</c>, <c>vertical</c> or <c>horizontal_and_vertical</c>.</param>
    /// <param name="seed">A seed of the layer's own; by default the model's.</param>
    /// <param name="dataFormat"><c>channels_last</c>, the default, or <c>channels_first</c>.</param>
    /// <param name="name">The layer's name; <c>random_flip</c>, numbered, by default.</param>
    /// <exception cref="ArgumentException">A name is not known.</exception>
    public RandomFlip(
        string mode = "horizontal_and_vertical",
        int? seed = null,
        string? dataFormat = null,
        string? name = null
    )
        : base(dataFormat, seed, name) =>
        Mode = Arguments.OneOf(mode, "mode", "horizontal", "vertical", "horizontal_and_vertical");

    /// <summary><c>horizontal</c>, <c>vertical</c> or <c>horizontal_and_vertical</c>.</summary>
    public string Mode { get; }

    internal override SymbolicTensor[] Draw(CallContext context, SymbolicTensor images) =>
        [Ops.Less(Uniform(context, images, Interval.Unit), 0.5)];

    internal override SymbolicTensor Transform(SymbolicTensor images, SymbolicTensor[] drawn)
    {
        var turned = images.Value;
        if (Mode != "vertical")
            turned = Op.Reverse(turned, Format.SpatialAxis(1));
        if (Mode != "horizontal")
            turned = Op.Reverse(turned, Format.SpatialAxis(0));
        return new(Op.Where(drawn[0].Value, turned, images.Value));
    }
}
