namespace Kerasharp.Data;

public static partial class Dataset
{
    /// <summary>Puts samples together as batches, in their order.</summary>
    /// <param name="samples">The samples, all of one form.</param>
    /// <param name="batchSize">How many make a batch.</param>
    /// <param name="dropRemainder">Whether fewer samples at the end are left out.</param>
    /// <returns>In every array the samples' shape behind a dimension that counts them; numbers become arrays of shape (batch,).</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is below 1.</exception>
    /// <remarks>Reading ends with a <see cref="DatasetException"/> where a sample is of another type or shape than the batch's first.</remarks>
    /// <example><code>var batches = Dataset.FromTensors(x, y).Shuffle(1000).Batch(32);</code></example>
    public static Dataset<Batch> Batch(this Dataset<Sample> samples, int batchSize, bool dropRemainder = false)
    {
        ArgumentNullException.ThrowIfNull(samples);
        return new BatchDataset(samples, PipelineArguments.Positive(batchSize, nameof(batchSize)), dropRemainder);
    }

    /// <summary>Puts samples of different lengths together: each array is filled up to the longest in its batch, in every dimension.</summary>
    /// <param name="samples">The samples, whose arrays have one rank and type.</param>
    /// <param name="batchSize">How many make a batch.</param>
    /// <param name="paddingValue">What stands behind the shorter ones.</param>
    /// <param name="dropRemainder">Whether fewer samples at the end are left out.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="batchSize"/> is below 1.</exception>
    public static Dataset<Batch> PaddedBatch(
        this Dataset<Sample> samples,
        int batchSize,
        double paddingValue = 0,
        bool dropRemainder = false
    )
    {
        ArgumentNullException.ThrowIfNull(samples);
        return new BatchDataset(
            samples,
            PipelineArguments.Positive(batchSize, nameof(batchSize)),
            dropRemainder,
            paddingValue
        );
    }

    /// <summary>The examples of batches, one by one.</summary>
    public static Dataset<Sample> Unbatch(this Dataset<Batch> batches)
    {
        ArgumentNullException.ThrowIfNull(batches);
        return new UnbatchDataset(batches);
    }

    /// <summary>The elements of two data sets in pairs, as long as both have some.</summary>
    public static Dataset<(TFirst First, TSecond Second)> Zip<TFirst, TSecond>(
        Dataset<TFirst> first,
        Dataset<TSecond> second
    )
    {
        ArgumentNullException.ThrowIfNull(first);
        return first.Zip(second);
    }
}
