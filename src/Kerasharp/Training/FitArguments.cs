namespace Kerasharp.Training;

/// <summary>The ranges of what Fit and Evaluate take besides arrays.</summary>
internal static class FitArguments
{
    public static void Check(int batchSize, int epochs, int verbose, double validationSplit)
    {
        if (batchSize < 1)
            throw new ArgumentOutOfRangeException(
                nameof(batchSize),
                batchSize,
                $"A batch size of {batchSize} came; at least 1 was expected. 32 is usual."
            );
        if (epochs < 0)
            throw new ArgumentOutOfRangeException(
                nameof(epochs),
                epochs,
                $"{epochs} epochs came; 0 or more were expected. Give the number of passes over the data."
            );
        if (verbose is < 0 or > 2)
            throw new ArgumentOutOfRangeException(
                nameof(verbose),
                verbose,
                $"verbose = {verbose} came; 0 (silent), 1 (progress) or 2 (a line an epoch) was expected."
            );
        if (!(validationSplit >= 0 && validationSplit < 1))
            throw new ArgumentOutOfRangeException(
                nameof(validationSplit),
                // The value is not given apart: .NET would append it as the current culture writes it.
                FormattableString.Invariant(
                    $"A validation split of {validationSplit} came; it must be at least 0 and below 1, as 0.1."
                )
            );
    }

    public static void CheckSteps(
        int initialEpoch,
        int? stepsPerEpoch,
        int? validationSteps,
        int? validationBatchSize = null
    )
    {
        if (initialEpoch < 0)
            throw new ArgumentOutOfRangeException(
                nameof(initialEpoch),
                initialEpoch,
                $"An initial epoch of {initialEpoch} came; 0 or more was expected. Give the number of epochs that are done already."
            );
        CheckAtLeastOne(stepsPerEpoch, nameof(stepsPerEpoch));
        CheckAtLeastOne(validationSteps, nameof(validationSteps));
        CheckAtLeastOne(validationBatchSize, nameof(validationBatchSize));
    }

    public static void CheckAtLeastOne(int? number, string name)
    {
        if (number < 1)
            throw new ArgumentOutOfRangeException(
                name,
                number,
                $"{name} = {number} came; at least 1 was expected. Leave it out for all there are."
            );
    }
}
