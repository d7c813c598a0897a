using Kerasharp.Layers;

namespace Kerasharp.Tests.Layers;

/// <summary>A convolution of images, and what plain loops over Keras's definition make of it.</summary>
public sealed record ConvolutionCase
{
    public required int Height { get; init; }
    public required int Width { get; init; }
    public required int Channels { get; init; }
    public required int Filters { get; init; }
    public required Size2D Kernel { get; init; }
    public Size2D Strides { get; init; } = 1;
    public Size2D Dilation { get; init; } = 1;
    public string Padding { get; init; } = "valid";
    public int Groups { get; init; } = 1;
    public bool UseBias { get; init; } = true;
    public string Activation { get; init; } = "linear";

    public (int Height, int Width) OutputSize =>
        (
            Windows.Count(Height, Kernel.Height, Strides.Height, Dilation.Height, Padding),
            Windows.Count(Width, Kernel.Width, Strides.Width, Dilation.Width, Padding)
        );

    public Conv2D Layer() => new(Filters, Kernel, Strides, Padding, null, Dilation, Groups, Activation, UseBias);

    public double[] Loops(double[] x, IReadOnlyDictionary<string, double[]> weights)
    {
        int batch = x.Length / (Height * Width * Channels);
        var (outHeight, outWidth) = OutputSize;
        int top = Windows.Before(Height, Kernel.Height, Strides.Height, Dilation.Height, Padding);
        int left = Windows.Before(Width, Kernel.Width, Strides.Width, Dilation.Width, Padding);
        int channels = Channels / Groups;
        double[] kernel = weights["kernel"];
        var y = new double[batch * outHeight * outWidth * Filters];
        int at = 0;
        for (int b = 0; b < batch; b++)
        for (int i = 0; i < outHeight; i++)
        for (int j = 0; j < outWidth; j++)
        for (int f = 0; f < Filters; f++)
        {
            double sum = UseBias ? weights["bias"][f] : 0;
            int first = f / (Filters / Groups) * channels;
            for (int u = 0; u < Kernel.Height; u++)
            for (int v = 0; v < Kernel.Width; v++)
            {
                int row = i * Strides.Height + u * Dilation.Height - top;
                int column = j * Strides.Width + v * Dilation.Width - left;
                if (row < 0 || row >= Height || column < 0 || column >= Width)
                    continue;
                for (int c = 0; c < channels; c++)
                {
                    sum +=
                        x[((b * Height + row) * Width + column) * Channels + first + c]
                        * kernel[((u * Kernel.Width + v) * channels + c) * Filters + f];
                }
            }
            y[at++] = Activation == "sigmoid" ? 1 / (1 + Math.Exp(-sum)) : sum;
        }
        return y;
    }
}
