using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>
/// Where the channels of images, volumes and sequences stand: behind the spatial axes (<c>channels_last</c>, Keras's habit and the
/// default) or before them (<c>channels_first</c>, as ONNX's operators have them).
/// </summary>
internal sealed class DataFormat
{
    private DataFormat(string name, bool channelsFirst)
    {
        Name = name;
        ChannelsFirst = channelsFirst;
    }

    /// <summary>(batch, ...spatial, channels).</summary>
    public static DataFormat Last { get; } = new("channels_last", false);

    /// <summary>(batch, channels, ...spatial).</summary>
    public static DataFormat First { get; } = new("channels_first", true);

    /// <summary>Keras's name.</summary>
    public string Name { get; }

    /// <summary>Whether the channels are the second axis.</summary>
    public bool ChannelsFirst { get; }

    /// <summary>The format of a name; none is channels last.</summary>
    /// <exception cref="ArgumentException">There is none of that name.</exception>
    public static DataFormat Of(string? name) =>
        name?.ToLowerInvariant() switch
        {
            null or "channels_last" => Last,
            "channels_first" => First,
            _ => throw Unknown.Name("data format", name, ["channels_last", "channels_first"]),
        };

    /// <summary>The axis of the channels of a value of so many dimensions.</summary>
    public int ChannelAxis(int rank) => ChannelsFirst ? 1 : rank - 1;

    /// <summary>The i-th spatial axis, from 0.</summary>
    public int SpatialAxis(int i) => ChannelsFirst ? i + 2 : i + 1;

    /// <summary>The shape of an input or output of the format.</summary>
    public Shape Shape(Dim batch, IEnumerable<Dim> spatial, Dim channels) =>
        ChannelsFirst ? new([batch, channels, .. spatial]) : new([batch, .. spatial, channels]);

    /// <summary>What an operator of ONNX takes.</summary>
    public Value ToChannelsFirst(Value value) =>
        ChannelsFirst ? value : Op.Transpose(value, Permutations.ToChannelsFirst(value.Rank));

    /// <summary>Back from what an operator of ONNX gives.</summary>
    public Value FromChannelsFirst(Value value) =>
        ChannelsFirst ? value : Op.Transpose(value, Permutations.ToChannelsLast(value.Rank));

    /// <summary>The names of the axes, for messages.</summary>
    public string Axes(IEnumerable<string> spatial) =>
        ChannelsFirst
            ? $"batch, channels, {string.Join(", ", spatial)}"
            : $"batch, {string.Join(", ", spatial)}, channels";
}
