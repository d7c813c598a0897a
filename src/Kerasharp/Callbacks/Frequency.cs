namespace Kerasharp.Callbacks;

/// <summary>How often a callback acts: <c>"epoch"</c>, after each epoch, or after so many batches; <c>"batch"</c> means 1. Strings and numbers convert to it.</summary>
/// <remarks>Keras: <c>save_freq</c>, <c>update_freq</c>.</remarks>
public readonly record struct Frequency
{
    private Frequency(int batches) => Batches = batches;

    /// <summary>After each epoch; what an unset frequency is.</summary>
    public static Frequency Epoch => default;

    /// <summary>Whether it is after each epoch.</summary>
    public bool IsEpoch => Batches == 0;

    /// <summary>After how many batches; 0 for each epoch.</summary>
    public int Batches { get; }

    /// <summary>Of a word: <c>"epoch"</c> or <c>"batch"</c>.</summary>
    /// <exception cref="ArgumentException">It is another word.</exception>
    public static implicit operator Frequency(string word) =>
        word switch
        {
            "epoch" => Epoch,
            "batch" => new Frequency(1),
            _ => throw new ArgumentException(
                $"A frequency of '{word}' came; 'epoch', 'batch' or a number of batches was expected. Give one of these."
            ),
        };

    /// <summary>Of a number of batches, at least 1.</summary>
    /// <exception cref="ArgumentException">The number is below 1.</exception>
    public static implicit operator Frequency(int batches) =>
        batches >= 1
            ? new Frequency(batches)
            : throw new ArgumentException(
                FormattableString.Invariant(
                    $"A frequency of {batches} batches came; at least 1, or 'epoch', was expected. Give such a number."
                )
            );

    /// <inheritdoc/>
    public override string ToString() => IsEpoch ? "epoch" : FormattableString.Invariant($"{Batches}");
}
