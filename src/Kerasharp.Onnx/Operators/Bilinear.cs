using Kerasharp.Onnx.Graphs;

namespace Kerasharp.Onnx.Operators;

/// <summary>Elements of planes between whole places, from the four around them.</summary>
internal static class Bilinear
{
    /// <summary>
    /// For each point, what each of the four places around it contributes: its element times the share that falls to it. Places outside
    /// contribute nothing. The sum of the four is the interpolated element.
    /// </summary>
    /// <param name="planes">Planes (sets, channels, height, width).</param>
    /// <param name="ys">Where the points of each set lie down the planes (sets, points).</param>
    /// <param name="xs">Where they lie across (sets, points).</param>
    /// <returns>Four values (sets, channels, points).</returns>
    public static Value[] Corners(Value planes, Value ys, Value xs)
    {
        var shape = planes.Shape;
        var (height, width) = (shape[2].Value, shape[3].Value);
        var rows = Op.Reshape(planes, shape[0].Value, shape[1].Value, height * width);
        var places = Shape.Of(shape[0].Value, shape[1].Value, ys.Shape[1].Value);
        var down = Sides(ys, height);
        var across = Sides(xs, width);
        var corners = new Value[4];
        for (int i = 0; i < 4; i++)
        {
            var (y, x) = (down[i / 2], across[i % 2]);
            var place = Op.Unsqueeze(y.Place * width + x.Place, [1]);
            var elements = Op.GatherElements(rows, Op.Expand(place, places), 2);
            corners[i] = elements * Op.Unsqueeze(y.Share * x.Share, [1]);
        }
        return corners;
    }

    /// <summary>The whole places below and above a position along an axis, and the share of each; none for one outside.</summary>
    private static (Value Place, Value Share)[] Sides(Value position, long size)
    {
        var below = Op.Floor(position);
        var part = position - below;
        return [Side(below, 1 - part), Side(below + 1, part)];

        (Value, Value) Side(Value place, Value share)
        {
            var within = Op.Clip(place, place.Like(0), place.Like(size - 1));
            var inside = Op.Cast(Op.Equal(place, within), share.ElementType);
            return (Op.Cast(within, ElementType.Int64), share * inside);
        }
    }
}
