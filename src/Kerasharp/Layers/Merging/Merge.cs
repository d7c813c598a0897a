namespace Kerasharp.Layers;

/// <summary>The merging layers as functions: each makes a layer and applies it to the tensors.</summary>
/// <remarks>Keras: <c>keras.layers.add</c>, <c>keras.layers.concatenate</c> and their like.</remarks>
/// <example><code>var y = Merge.Add([x, Merge.Concatenate([a, b])]);</code></example>
public static class Merge
{
    /// <summary>The sum, element by element; see <see cref="Layers.Add"/>.</summary>
    /// <exception cref="LayerException">The shapes do not fit one another.</exception>
    public static SymbolicTensor Add(SymbolicTensorList inputs, string? name = null) => Of(new Add(name), inputs);

    /// <summary>The difference of two, element by element; see <see cref="Layers.Subtract"/>.</summary>
    /// <exception cref="LayerException">The shapes do not fit one another.</exception>
    public static SymbolicTensor Subtract(SymbolicTensorList inputs, string? name = null) =>
        Of(new Subtract(name), inputs);

    /// <summary>The product, element by element; see <see cref="Layers.Multiply"/>.</summary>
    /// <exception cref="LayerException">The shapes do not fit one another.</exception>
    public static SymbolicTensor Multiply(SymbolicTensorList inputs, string? name = null) =>
        Of(new Multiply(name), inputs);

    /// <summary>The mean, element by element; see <see cref="Layers.Average"/>.</summary>
    /// <exception cref="LayerException">The shapes do not fit one another.</exception>
    public static SymbolicTensor Average(SymbolicTensorList inputs, string? name = null) =>
        Of(new Average(name), inputs);

    /// <summary>The greatest, element by element; see <see cref="Layers.Maximum"/>.</summary>
    /// <exception cref="LayerException">The shapes do not fit one another.</exception>
    public static SymbolicTensor Maximum(SymbolicTensorList inputs, string? name = null) =>
        Of(new Maximum(name), inputs);

    /// <summary>The least, element by element; see <see cref="Layers.Minimum"/>.</summary>
    /// <exception cref="LayerException">The shapes do not fit one another.</exception>
    public static SymbolicTensor Minimum(SymbolicTensorList inputs, string? name = null) =>
        Of(new Minimum(name), inputs);

    /// <summary>Put end to end along an axis; see <see cref="Layers.Concatenate"/>.</summary>
    /// <exception cref="LayerException">The shapes do not fit one another.</exception>
    public static SymbolicTensor Concatenate(SymbolicTensorList inputs, int axis = -1, string? name = null) =>
        Of(new Concatenate(axis, name), inputs);

    /// <summary>The dot product of two along an axis of both; see <see cref="Layers.Dot"/>.</summary>
    /// <exception cref="LayerException">The shapes do not fit one another.</exception>
    public static SymbolicTensor Dot(
        SymbolicTensorList inputs,
        int axes = -1,
        bool normalize = false,
        string? name = null
    ) => Of(new Dot(axes, normalize, name), inputs);

    /// <summary>The dot product of two along an axis of each; see <see cref="Layers.Dot"/>.</summary>
    /// <exception cref="LayerException">The shapes do not fit one another.</exception>
    public static SymbolicTensor Dot(
        SymbolicTensorList inputs,
        int[] axes,
        bool normalize = false,
        string? name = null
    ) => Of(new Dot(axes, normalize, name), inputs);

    private static SymbolicTensor Of(MergingLayer layer, SymbolicTensorList inputs) => layer.Apply(inputs);
}
