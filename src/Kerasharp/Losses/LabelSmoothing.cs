namespace Kerasharp.Losses;

/// <summary>Targets that are drawn towards equal shares.</summary>
internal static class LabelSmoothing
{
    /// <summary>A share that labels are smoothed by.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not in 0..1.</exception>
    public static double Share(double labelSmoothing) =>
        labelSmoothing is >= 0 and <= 1
            ? labelSmoothing
            : throw new ArgumentOutOfRangeException(
                nameof(labelSmoothing),
                FormattableString.Invariant(
                    $"A label smoothing of {labelSmoothing} came; a share from 0 to 1 was expected. Give one, such as 0.1."
                )
            );

    /// <summary>Targets drawn towards 1 / classes.</summary>
    public static SymbolicTensor Smooth(SymbolicTensor yTrue, double share, long classes) =>
        share > 0 ? yTrue * (1 - share) + share / classes : yTrue;
}
