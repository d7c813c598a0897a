namespace Kerasharp;

/// <summary>After which epochs Fit validates: every so many, or those of a list. A number and an array convert to it.</summary>
/// <remarks>Keras: <c>validation_freq</c> of <c>Model.fit</c>.</remarks>
/// <example><code>
/// model.Fit(x, y, epochs: 10, validationSplit: 0.2, validationFreq: 2);                    // after epochs 2, 4, 6, 8, 10
/// model.Fit(x, y, epochs: 10, validationSplit: 0.2, validationFreq: new[] { 1, 5, 10 });
/// </code></example>
public sealed class ValidationFrequency
{
    private readonly int _every;
    private readonly int[] _epochs;

    private ValidationFrequency(int every, int[] epochs)
    {
        _every = every;
        _epochs = epochs;
    }

    /// <summary>After every so many epochs, at least 1.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public static implicit operator ValidationFrequency(int every) =>
        every >= 1
            ? new(every, [])
            : throw new ArgumentOutOfRangeException(
                nameof(every),
                every,
                $"A validation after every {every} epochs came; at least 1 was expected. Leave out the data to validate on to go without."
            );

    /// <summary>After the epochs of a list, counted from 1 as they are shown.</summary>
    /// <exception cref="ArgumentException">The list is empty, or an epoch is below 1.</exception>
    public static implicit operator ValidationFrequency(int[] epochs)
    {
        ArgumentNullException.ThrowIfNull(epochs);
        return epochs.Length > 0 && epochs.Min() >= 1
            ? new(0, epochs)
            : throw new ArgumentException(
                $"A validation after the epochs [{string.Join(", ", epochs)}] came; epochs from 1 on were expected. Give the numbers as they are shown, or after every how many epochs."
            );
    }

    /// <summary>Whether an epoch, counted from 1, ends with a validation.</summary>
    internal bool Holds(int epoch) => _every > 0 ? epoch % _every == 0 : _epochs.Contains(epoch);
}
