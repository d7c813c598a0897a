using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>Ways to change images, of which a step runs those that it has chosen, and no other.</summary>
internal sealed class AugmentationPool(ImageAugmentation[] parts)
{
    /// <summary>How many there are.</summary>
    public int Count => parts.Length;

    /// <summary>Refuses images that one of them cannot work on.</summary>
    public void Check(SymbolicTensor images)
    {
        foreach (var part in parts)
            part.Check(images);
    }

    /// <summary>What each needs for a step. It is drawn outside of the branches, whichever of them is taken.</summary>
    public SymbolicTensor[][] Draw(CallContext context, SymbolicTensor images) =>
        Array.ConvertAll(parts, p => p.Draw(context, images));

    /// <summary>All images of the step changed in the chosen way, or left as they are.</summary>
    /// <param name="images">A batch of images.</param>
    /// <param name="drawn">What <see cref="Draw"/> gave.</param>
    /// <param name="choice">A number in [0, 1).</param>
    /// <param name="ways">Among how many the number chooses; the last ones, beyond those that there are, change nothing.</param>
    public SymbolicTensor Apply(SymbolicTensor images, SymbolicTensor[][] drawn, SymbolicTensor choice, int ways)
    {
        var place = Op.Squeeze(choice.Value, [.. Enumerable.Range(0, choice.Shape.Rank).Select(i => (long)i)]);
        Value[] values = [place, images.Value, .. drawn.SelectMany(d => d.Select(v => v.Value))];
        return new SymbolicTensor(Choose(values, drawn, 0, ways, ways));
    }

    /// <summary>A tree of branches: of the ways from first to before last, one half or the other.</summary>
    private Value Choose(Value[] values, SymbolicTensor[][] drawn, int first, int last, int ways)
    {
        if (last - first == 1)
            return Changed(values, drawn, first);
        int middle = (first + last) / 2;
        var isBelow = Op.Less(values[0], values[0].Like((double)middle / ways));
        return Op.If(
            isBelow,
            values,
            (_, v) => [Choose(v, drawn, first, middle, ways)],
            (_, v) => [Choose(v, drawn, middle, last, ways)]
        )[0];
    }

    private Value Changed(Value[] values, SymbolicTensor[][] drawn, int way)
    {
        if (way >= parts.Length)
            return Op.Identity(values[1]);
        int start = 2 + drawn.Take(way).Sum(d => d.Length);
        var own = values.AsSpan(start, drawn[way].Length).ToArray();
        return parts[way]
            .Transform(new SymbolicTensor(values[1]), Array.ConvertAll(own, v => new SymbolicTensor(v)))
            .Value;
    }
}
