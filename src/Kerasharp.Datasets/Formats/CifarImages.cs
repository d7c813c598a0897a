using System.Numerics.Tensors;

namespace Kerasharp.Datasets;

/// <summary>Images of CIFAR, channels last, and a label for each.</summary>
internal sealed class CifarImages(int count)
{
    public byte[] Pixels { get; } = new byte[checked(count * CifarFile.ImageLength)];

    public byte[] Labels { get; } = new byte[count];

    public LabeledData<byte, byte> ToTensors() =>
        new(
            Tensor.Create(Pixels, [count, CifarFile.Side, CifarFile.Side, CifarFile.Channels]),
            Tensor.Create(Labels, [count, 1])
        );
}
