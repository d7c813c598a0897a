namespace Kerasharp.Regularizers;

/// <summary>Regularizers by the names that Keras takes: class names and snake case.</summary>
internal static class RegularizerNames
{
    private static readonly NameTable<Regularizer> Table = new(
        "regularizer",
        (["l1", nameof(L1)], () => new L1()),
        (["l2", nameof(L2)], () => new L2()),
        // The class's own defaults, 0, would regularize nothing; Keras's documentation gives the name these.
        (["l1_l2", "l1l2", nameof(L1L2)], () => new L1L2(0.01, 0.01)),
        (["orthogonal_regularizer", nameof(OrthogonalRegularizer)], () => new OrthogonalRegularizer())
    );

    public static Regularizer Get(string name) => Table.Get(name);
}
