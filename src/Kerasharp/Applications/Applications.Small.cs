using Kerasharp.Initializers;
using Kerasharp.Layers;
using Kerasharp.Regularizers;

namespace Kerasharp;

public static partial class Applications
{
    /// <summary>LeNet-5: two convolutions, two poolings, three dense layers; 61,706 parameters on images of 28 by 28.</summary>
    /// <param name="inputShape">Height, width and channels, at least 16 by 16; (28, 28, 1) by default.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="classifierActivation">The classifier's activation; null gives logits.</param>
    /// <param name="name">The model's name.</param>
    /// <remarks>LeCun and others 1998, with softmax in place of the radial basis functions. Keras has no LeNet.</remarks>
    /// <exception cref="ArgumentException">The shape is too small.</exception>
    /// <example><code>var model = Applications.LeNet5();</code></example>
    public static Model LeNet5(
        long[]? inputShape = null,
        int classes = 10,
        string? classifierActivation = "softmax",
        string name = "lenet5"
    )
    {
        var net = new Backbone(
            name,
            includeTop: true,
            weights: null,
            inputTensor: null,
            inputShape ?? [28, 28, 1],
            pooling: null,
            classes,
            classifierActivation,
            defaultSize: 28,
            minSize: 16
        );
        var x = net.Input.Conv(6, 5, "c1", padding: "same", activation: "tanh");
        x = x.Apply(new AveragePooling2D(2, name: "s2")).Conv(16, 5, "c3", activation: "tanh");
        x = x.Apply(new AveragePooling2D(2, name: "s4")).Apply(new Flatten(name: "flatten"));
        x = x.Apply(new Dense(120, activation: "tanh", name: "c5"))
            .Apply(new Dense(84, activation: "tanh", name: "f6"));
        return net.Finish(x, features => net.Classify(features));
    }

    /// <summary>ResNet20 for small images: nineteen convolutions in three stages with a way around every two; 274,442 parameters for CIFAR-10.</summary>
    /// <param name="inputShape">Height, width and channels, at least 16 by 16; (32, 32, 3) by default.</param>
    /// <param name="classes">The number of classes.</param>
    /// <param name="classifierActivation">The classifier's activation; null gives logits.</param>
    /// <param name="weightDecay">The factor of squares that the convolutions' kernels add to the loss, 0 or more.</param>
    /// <param name="name">The model's name.</param>
    /// <remarks>He and others 2015, section 4.2, with a projection where the shape changes, as Keras's example of CIFAR-10 has it.</remarks>
    /// <exception cref="ArgumentException">The shape is too small.</exception>
    /// <example><code>var model = Applications.ResNet20(classes: 10);</code></example>
    public static Model ResNet20(
        long[]? inputShape = null,
        int classes = 10,
        string? classifierActivation = "softmax",
        double weightDecay = 1e-4,
        string name = "resnet20"
    )
    {
        var net = new Backbone(
            name,
            includeTop: true,
            weights: null,
            inputTensor: null,
            inputShape ?? [32, 32, 3],
            pooling: null,
            classes,
            classifierActivation,
            defaultSize: 32,
            minSize: 16
        );
        var x = Conv(net.Input, 16, 3, 1, "conv1").Norm("conv1_bn").Act("conv1_relu");
        for (int stage = 0; stage < 3; stage++)
        for (int block = 0; block < 3; block++)
        {
            int filters = 16 << stage;
            int strides = stage > 0 && block == 0 ? 2 : 1;
            string prefix = FormattableString.Invariant($"conv{stage + 2}_block{block + 1}");
            var y = Conv(x, filters, 3, strides, $"{prefix}_1_conv").Norm($"{prefix}_1_bn").Act($"{prefix}_1_relu");
            y = Conv(y, filters, 3, 1, $"{prefix}_2_conv").Norm($"{prefix}_2_bn");
            var shortcut = strides == 1 ? x : Conv(x, filters, 1, strides, $"{prefix}_0_conv");
            x = shortcut.Plus(y, $"{prefix}_add").Act($"{prefix}_out");
        }
        return net.Finish(x);

        SymbolicTensor Conv(SymbolicTensor input, int filters, int kernel, int strides, string layer) =>
            input.Apply(
                new Conv2D(
                    filters,
                    kernel,
                    strides: strides,
                    padding: "same",
                    kernelInitializer: new HeNormal(),
                    kernelRegularizer: weightDecay > 0 ? new L2(weightDecay) : null,
                    name: layer
                )
            );
    }

    /// <summary>
    /// An autoencoder of dense layers: narrower and narrower to a code, and back. Its parts are models: <c>GetLayer("encoder")</c> and
    /// <c>GetLayer("decoder")</c>.
    /// </summary>
    /// <param name="inputShape">The shape of one example, all sizes known.</param>
    /// <param name="units">The sizes of the encoder's layers, the code's last; (128, 64, 32) by default.</param>
    /// <param name="activation">The activation of all layers but the last.</param>
    /// <param name="outputActivation">The activation of the last layer: <c>sigmoid</c> for numbers of 0 to 1, null for any.</param>
    /// <param name="name">The model's name.</param>
    /// <exception cref="ArgumentException">A size is not known, or there are no units.</exception>
    /// <example><code>
    /// var model = Applications.Autoencoder([28, 28]);
    /// var encoder = (Model)model.GetLayer("encoder");
    /// </code></example>
    public static Model Autoencoder(
        long[] inputShape,
        int[]? units = null,
        string activation = "relu",
        string? outputActivation = "sigmoid",
        string name = "autoencoder"
    )
    {
        ArgumentNullException.ThrowIfNull(inputShape);
        units ??= [128, 64, 32];
        if (units.Length == 0 || inputShape.Length == 0 || Array.Exists(inputShape, size => size < 1))
            throw new ArgumentException(
                $"An autoencoder of units ({string.Join(", ", units)}) for examples of ({string.Join(", ", inputShape)}) was asked for; at least one number of units and known sizes were expected. Give them."
            );
        var encoder = new Sequential([new Input(inputShape), new Flatten()], "encoder");
        foreach (int size in units)
            encoder.Add(new Dense(size, activation: activation));
        var decoder = new Sequential([new Input(units[^1])], "decoder");
        foreach (int size in units.Reverse().Skip(1))
            decoder.Add(new Dense(size, activation: activation));
        decoder.Add(
            new Dense((int)inputShape.Aggregate(1L, (product, size) => product * size), activation: outputActivation)
        );
        decoder.Add(new Reshape(inputShape));
        SymbolicTensor x = new Input(inputShape);
        return new Model(x, x.Apply(encoder).Apply(decoder), name);
    }
}
