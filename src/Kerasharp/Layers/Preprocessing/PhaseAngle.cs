using Kerasharp.Onnx.Graphs;
using Kerasharp.Onnx.Operators;

namespace Kerasharp.Layers;

/// <summary>The angle of a point in the plane, from -pi to pi, for which ONNX has no operator.</summary>
internal static class PhaseAngle
{
    /// <summary>The angle of (x, y); 0 for the origin. The greater of both divides, so that no quotient is out of range.</summary>
    public static Value Of(Value y, Value x)
    {
        var zero = x.Like(0);
        var steep = Op.Greater(Op.Abs(y), Op.Abs(x));
        var divisor = Op.Where(steep, y, x);
        var quotient = Op.Where(steep, x, y) / Op.Where(Op.Equal(divisor, zero), x.Like(1), divisor);
        var below = Op.Less(y, zero);
        var angle = Op.Atan(quotient);
        var upright = Op.Where(below, x.Like(-Math.PI / 2), x.Like(Math.PI / 2));
        var turned = Op.Where(below, x.Like(-Math.PI), x.Like(Math.PI));
        return Op.Where(steep, upright - angle, Op.Where(Op.Less(x, zero), angle + turned, angle));
    }
}
