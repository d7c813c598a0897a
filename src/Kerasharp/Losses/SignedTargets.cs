namespace Kerasharp.Losses;

/// <summary>Targets of hinge losses: -1 and 1.</summary>
internal static class SignedTargets
{
    /// <summary>Targets that are all 0 or 1 become -1 and 1, others stay, as Keras has it batch by batch.</summary>
    public static SymbolicTensor Of(SymbolicTensor y)
    {
        var isBinary = Ops.LogicalOr(Ops.Equal(y, Ops.Constant(0, y)), Ops.Equal(y, Ops.Constant(1, y)));
        var all = Ops.Greater(Ops.Min(Ops.Cast(isBinary, y.ElementType)), 0.5);
        return Ops.Where(all, 2 * y - 1, y);
    }
}
