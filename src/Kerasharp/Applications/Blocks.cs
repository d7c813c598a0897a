using Kerasharp.Activations;
using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Onnx.Operators;

namespace Kerasharp;

/// <summary>What the classic networks are put together from, a line each.</summary>
internal static class Blocks
{
    /// <summary>A convolution; linear and with bias unless told.</summary>
    public static SymbolicTensor Conv(
        this SymbolicTensor x,
        int filters,
        Size2D kernel,
        string? name = null,
        int strides = 1,
        string padding = "valid",
        bool bias = true,
        string? activation = null,
        Initializer? initializer = null
    ) =>
        x.Apply(
            new Conv2D(
                filters,
                kernel,
                strides: strides,
                padding: padding,
                activation: activation,
                useBias: bias,
                kernelInitializer: initializer,
                name: name
            )
        );

    /// <summary>A depthwise convolution without bias.</summary>
    public static SymbolicTensor Depthwise(
        this SymbolicTensor x,
        int kernel,
        string name,
        int strides = 1,
        string padding = "same",
        int multiplier = 1,
        Initializer? initializer = null
    ) =>
        x.Apply(
            new DepthwiseConv2D(
                kernel,
                strides: strides,
                padding: padding,
                depthMultiplier: multiplier,
                useBias: false,
                depthwiseInitializer: initializer,
                name: name
            )
        );

    /// <summary>A depthwise and a pointwise convolution without bias, size kept.</summary>
    public static SymbolicTensor Separable(this SymbolicTensor x, int filters, string name) =>
        x.Apply(new SeparableConv2D(filters, 3, padding: "same", useBias: false, name: name));

    /// <summary>Batch normalization.</summary>
    public static SymbolicTensor Norm(
        this SymbolicTensor x,
        string? name = null,
        double epsilon = 1e-3,
        double momentum = 0.99,
        bool scale = true
    ) => x.Apply(new BatchNormalization(momentum: momentum, epsilon: epsilon, scale: scale, name: name));

    /// <summary>An activation as a layer.</summary>
    public static SymbolicTensor Act(this SymbolicTensor x, string? name = null, string activation = "relu") =>
        x.Apply(new Activation(activation, name: name));

    /// <summary>Relu that ends at 6.</summary>
    public static SymbolicTensor Relu6(this SymbolicTensor x, string? name = null) =>
        x.Apply(new Activation("relu6", name: name));

    /// <summary>Zeros around.</summary>
    public static SymbolicTensor Pad(this SymbolicTensor x, Margins2D padding, string? name = null) =>
        x.Apply(new ZeroPadding2D(padding, name: name));

    /// <summary>The greatest of each window.</summary>
    public static SymbolicTensor MaxPool(
        this SymbolicTensor x,
        int size,
        int strides,
        string? name = null,
        string padding = "valid"
    ) => x.Apply(new MaxPooling2D(size, strides, padding, name: name));

    /// <summary>The sum of two branches.</summary>
    public static SymbolicTensor Plus(this SymbolicTensor x, SymbolicTensor other, string? name = null) =>
        new Add(name: name).Apply([x, other])[0];

    /// <summary>The channels of branches behind each other.</summary>
    public static SymbolicTensor Join(string? name, params SymbolicTensor[] branches) =>
        new Concatenate(name: name).Apply([.. branches])[0];

    /// <summary>The number of channels.</summary>
    public static int Channels(this SymbolicTensor x) => (int)x.Shape[-1].Value;

    /// <summary>
    /// What is put around an image before a window of steps of 2 that takes no padding of its own: so that the window stands as in
    /// networks that pad evenly, one less is put above and left where the size is even.
    /// </summary>
    public static Margins2D EvenPadding(this SymbolicTensor x, int kernel)
    {
        int half = kernel / 2;
        return new Margins2D(Side(x.Shape[1]), Side(x.Shape[2]));

        Margins1D Side(Onnx.Graphs.Dim size) => new(half - (size.IsKnown && size.Value % 2 == 0 ? 1 : 0), half);
    }

    /// <summary>A number of filters scaled and rounded to a multiple of a divisor, by no more than a tenth down.</summary>
    public static int Divisible(double filters, int divisor = 8)
    {
        int rounded = Math.Max(divisor, (int)(filters + divisor / 2.0) / divisor * divisor);
        return rounded < 0.9 * filters ? rounded + divisor : rounded;
    }
}
