namespace Kerasharp.Data;

/// <summary>Makes data sets of arrays, sequences and files, and puts samples together.</summary>
/// <example><code>var batches = Dataset.FromTensors(images, labels).Shuffle(60000).Batch(128);</code></example>
public static partial class Dataset
{
    /// <summary>The rows of arrays as samples; the arrays stay in their place.</summary>
    /// <param name="x">The inputs: arrays whose first dimension counts the examples.</param>
    /// <param name="y">The targets, as many.</param>
    /// <param name="sampleWeight">How much each example counts.</param>
    /// <exception cref="ArgumentException">There is no array, or they do not have as many rows.</exception>
    /// <remarks>
    /// Shuffling such a data set orders numbers, and batches copy rows straight from the arrays. Keras:
    /// <c>tf.data.Dataset.from_tensor_slices</c>.
    /// </remarks>
    /// <example><code>Dataset&lt;Sample&gt; samples = Dataset.FromTensors(new float[100, 4], new int[100]);</code></example>
    public static Dataset<Sample> FromTensors(
        TensorDataList x,
        TensorDataList? y = null,
        TensorDataList? sampleWeight = null
    )
    {
        ArgumentNullException.ThrowIfNull(x);
        DataChecks.Examples(x, y, sampleWeight);
        return new ElementsDataset<Sample>(new RowElements(new Batch(x, y, sampleWeight)));
    }
}
