namespace Kerasharp.Constraints;

/// <summary>Constraints by the names that Keras takes: class names and snake case.</summary>
internal static class ConstraintNames
{
    private static readonly NameTable<Constraint> Table = new(
        "constraint",
        (["max_norm", nameof(MaxNorm)], () => new MaxNorm()),
        (["min_max_norm", nameof(MinMaxNorm)], () => new MinMaxNorm()),
        (["non_neg", nameof(NonNeg)], () => new NonNeg()),
        (["unit_norm", nameof(UnitNorm)], () => new UnitNorm())
    );

    public static Constraint Get(string name) => Table.Get(name);
}
