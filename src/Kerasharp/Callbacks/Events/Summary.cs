using System.Text;

namespace Kerasharp.Callbacks.Events;

/// <summary>What TensorBoard shows of one step: named numbers, histograms and pictures, each said to be such.</summary>
internal sealed class Summary
{
    private const int Scalars = 1;
    private const int Tensors = 2;
    private const int Blobs = 3;

    private readonly ProtoMessage _message = new();

    /// <summary>Whether nothing was added.</summary>
    public bool IsEmpty => _message.Bytes.IsEmpty;

    /// <summary>The message.</summary>
    public ProtoMessage Message => _message;

    /// <summary>Adds a number.</summary>
    public void AddScalar(string tag, double number) =>
        Add(tag, "scalars", [], Scalars, TensorProto.Scalar((float)number));

    /// <summary>Adds a histogram: of each bucket its lower border, its upper border and its count.</summary>
    public void AddHistogram(string tag, double[] buckets) =>
        Add(tag, "histograms", [], Tensors, TensorProto.Doubles(buckets, buckets.Length / 3, 3));

    /// <summary>Adds pictures of one size, as PNG files.</summary>
    public void AddImages(string tag, int width, int height, IReadOnlyList<byte[]> pictures) =>
        Add(
            tag,
            "images",
            [],
            Blobs,
            TensorProto.Strings([Text(width), Text(height), .. pictures], pictures.Count + 2)
        );

    /// <summary>Adds a model's configuration, of which TensorBoard makes a graph of layers.</summary>
    public void AddKerasModel(string json) =>
        Add("keras", "graph_keras_model", "1"u8, Blobs, TensorProto.Strings([Encoding.UTF8.GetBytes(json)], 1));

    private static byte[] Text(int number) => Encoding.UTF8.GetBytes(FormattableString.Invariant($"{number}"));

    private void Add(string tag, string plugin, ReadOnlySpan<byte> content, int dataClass, ProtoMessage tensor)
    {
        var data = new ProtoMessage().Add(1, plugin);
        if (content.Length > 0)
            data.Add(2, content);
        var metadata = new ProtoMessage().Add(1, data).Add(4, (long)dataClass);
        _message.Add(1, new ProtoMessage().Add(1, tag).Add(9, metadata).Add(8, tensor));
    }
}
