using Kerasharp.Onnx.Operators;

namespace Kerasharp;

public static partial class Ops
{
    /// <summary>The greatest whole number that is not above x. Its gradient is 0.</summary>
    public static SymbolicTensor Floor(SymbolicTensor x) => new(Op.Floor(x.Value));

    /// <summary>The least whole number that is not below x. Its gradient is 0.</summary>
    public static SymbolicTensor Ceil(SymbolicTensor x) => new(Op.Ceil(x.Value));

    /// <summary>x without what follows the point. Its gradient is 0.</summary>
    public static SymbolicTensor Trunc(SymbolicTensor x) => Sign(x) * Floor(Absolute(x));

    /// <summary>The nearest number with so many decimals, or the nearest multiple of a power of ten; halves go to the even one. Its gradient is 0.</summary>
    /// <param name="x">The numbers.</param>
    /// <param name="decimals">How many decimals are left; below 0, how many places before the point are rounded away.</param>
    public static SymbolicTensor Round(SymbolicTensor x, int decimals = 0)
    {
        if (decimals == 0)
            return new(Op.Round(x.Value));
        double scale = Math.Pow(10, Math.Abs(decimals));
        return decimals > 0 ? Round(x * scale) / scale : Round(x / scale) * scale;
    }

    /// <summary>What is left of a when whole multiples of b are taken off; it has the sign of b.</summary>
    public static SymbolicTensor Mod(SymbolicTensor a, SymbolicTensor b) => new(Op.Mod(a.Value, b.Value));

    /// <summary>What is left of x when whole multiples of a number are taken off; it has the number's sign.</summary>
    public static SymbolicTensor Mod(SymbolicTensor x, double divisor) => new(Op.Mod(x.Value, x.Value.Like(divisor)));

    /// <summary>How often b goes wholly into a, as a whole number that is not above a / b. Its gradient is 0.</summary>
    public static SymbolicTensor FloorDivide(SymbolicTensor a, SymbolicTensor b) => Floor(a / b);

    /// <summary>How often a number goes wholly into x, as a whole number that is not above their quotient. Its gradient is 0.</summary>
    public static SymbolicTensor FloorDivide(SymbolicTensor x, double divisor) => Floor(x / divisor);
}
