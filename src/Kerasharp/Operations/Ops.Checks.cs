namespace Kerasharp;

public static partial class Ops
{
    /// <summary>An axis counted from the first.</summary>
    private static int AxisOf(SymbolicTensor x, int axis) =>
        axis >= -x.Rank && axis < x.Rank
            ? (axis + x.Rank) % x.Rank
            : throw new ArgumentOutOfRangeException(
                nameof(axis),
                $"Axis {axis} of a tensor {x.Shape} came; {-x.Rank} to {x.Rank - 1} were expected. Take one of its axes."
            );

    private static double Finite(double value, string name) =>
        double.IsFinite(value) ? value : throw Refused(value, name, "a finite number");

    private static double NotNegative(double value, string name) =>
        double.IsFinite(value) && value >= 0 ? value : throw Refused(value, name, "a finite number of 0 or more");

    private static double AboveZero(double value, string name) =>
        double.IsFinite(value) && value > 0 ? value : throw Refused(value, name, "a finite number above 0");

    private static ArgumentOutOfRangeException Refused(double value, string name, string expected) =>
        new(
            name,
            FormattableString.Invariant($"{name} of {value} came; {expected} was expected. Give one, such as 1.")
        );
}
